"""Each case fails as dfix says; of each fix that dfix offers, the claim is compared with what building shows.

Everything is real: buildah builds, gcc, Go and rustc compile, the kernel starts the program in the
image's root. ``python -m pytest -m real`` runs them (as root, with buildah and mmdebstrap); ``-m "real and quick"``
the cases that every run of CI builds.
"""

import re
from pathlib import Path

import pytest
from cases import CASES
from driver import Case, Driver, Verdict, findings_of, images_of, written
from images import RECIPES, reaches_packages

from dfix import Applicability, Confidence

pytestmark = pytest.mark.real
PARAMETERS = [pytest.param(case, id=case.name, marks=[pytest.mark.quick] if case.quick else []) for case in CASES]


def test_enough_cases() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)


def test_each_base_image_can_be_made_somewhere() -> None:
    names = {name for case in CASES for name in images_of(case.text)}
    assert [name for name in names if not any(re.fullmatch(recipe.names, name) for recipe in RECIPES)] == []


@pytest.mark.parametrize("case", PARAMETERS)
def test_claims_hold(case: Case, driver: Driver, verdicts: list[Verdict], tmp_path: Path) -> None:
    if case.installs and not reaches_packages(driver.store):
        pytest.skip("Debian's packages cannot be reached from a container here")
    written(case, tmp_path)
    before = driver.outcome(case.text, tmp_path)
    if before is None:
        pytest.skip(f"a base image cannot be made here: {driver.store.failures}")
    assert bool(findings_of(case, tmp_path)) is bool(case.fails and not case.silent), case.silent
    if not case.fails:
        assert before.works(case.says), before.all_said
        return
    assert before.built is not case.fails.startswith("build:"), before.all_said
    assert not before.works(case.says)
    assert case.fails.removeprefix("build:") in before.all_said
    found = list(driver.verdicts(case, tmp_path))
    verdicts += found
    driver.store.forget_layers()
    broken = [one for one in found if is_sure(one) and one.happened in ("not cured", "no build")]
    assert not broken, "\n".join(f"{one.title}: {one.happened}: {one.said}" for one in broken)


def is_sure(verdict: Verdict) -> bool:
    """Whether the fix is made without a question and said to cure."""
    return verdict.applicability is Applicability.SAFE and verdict.cure is Confidence.CERTAIN


def test_the_goals_are_met(verdicts: list[Verdict]) -> None:
    """Of all claims of this run; the table is printed below the run's summary."""
    for word, least in (("safe, certain", 1.0), ("certain", 0.98), ("likely", 0.85)):
        decided = [one for one in verdicts if one.happened != "not decided" and one.claim.endswith(word)]
        chosen = [one for one in decided if word != "safe, certain" or is_sure(one)]
        cured = sum(one.happened == "cured" for one in chosen)
        assert cured >= least * len(chosen), f"{word}: {cured} of {len(chosen)}"
