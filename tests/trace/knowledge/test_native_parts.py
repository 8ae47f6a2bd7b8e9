"""Which packages have native parts, by names and by a project's files."""

import pytest

from dfix.manifests.listed import Listed
from dfix.trace.knowledge.native_parts import NativeParts, native_parts_of_names, native_parts_of_project
from dfix.tristate import Tristate

YES, NO, UNKNOWN = Tristate.YES, Tristate.NO, Tristate.UNKNOWN


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["numpy", "flask"], NativeParts(("numpy",), YES), id="one has some"),
        pytest.param(["flask"], NativeParts((), NO), id="known to have none"),
        pytest.param(["flask", "some-private-package"], NativeParts((), UNKNOWN), id="one is not known"),
        pytest.param(["numpy", "some-private-package"], NativeParts(("numpy",), YES), id="one is enough"),
    ],
)
def test_names(names: list[str], expected: NativeParts) -> None:
    assert native_parts_of_names("python", names) == expected._replace(names=tuple(names))


@pytest.mark.parametrize(
    ("language", "listed", "expected"),
    [
        pytest.param("python", Listed(("flask",), True), NativeParts((), NO), id="complete and pure"),
        pytest.param("python", Listed(("flask",), False), NativeParts((), UNKNOWN), id="dependencies are not listed"),
        pytest.param(
            "python", Listed(("own",), True, native=("own",)), NativeParts(("own",), YES), id="the file shows it"
        ),
        pytest.param(
            "python", Listed(("own",), True, pure=frozenset({"own"})), NativeParts((), NO), id="the file shows none"
        ),
        pytest.param(
            "python",
            Listed(("numpy",), True, pure=frozenset({"numpy"})),
            NativeParts((), NO),
            id="a pure wheel decides",
        ),
        pytest.param(
            "node",
            Listed(("bcrypt",), True, pure=frozenset({"bcrypt"})),
            NativeParts(("bcrypt",), YES),
            id="another package may bring an addon's parts",
        ),
    ],
)
def test_projects(language: str, listed: Listed, expected: NativeParts) -> None:
    assert native_parts_of_project(language, listed) == expected._replace(names=listed.names, are_all=listed.complete)
