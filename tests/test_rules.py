"""Every rule's own examples, as tests: `pytest -k foreign-libc`."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from dfix import Applicability, Options, analyse, fix
from dfix.cli import main
from dfix.config.settings import Place, read_codes
from dfix.context import Folder
from dfix.report.page import rule_page
from dfix.rules import rules
from dfix.rules.examples import Bad, Good, examples_of
from dfix.rules.rule import Rule

HEADINGS = ("## Why", "## Fix safety", "## Sources")


def unmark(text: str) -> tuple[bytes, list[tuple[int, int]]]:
    """The text without its marks, and the marked byte ranges."""
    data, spans, start = b"", [], 0
    for part in text.replace("»", "»\x00").replace("«", "\x00«").split("\x00"):
        if part.startswith("«"):
            start = len(data)
        data += part.strip("«»").encode() if part[:1] == "«" or part[-1:] == "»" else part.encode()
        if part.endswith("»"):
            spans.append((start, len(data)))
    return data, spans


def context_of(files: Mapping[str, str], folder: Path) -> Folder | None:
    """A build context with these files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Folder(str(folder)) if files else None


def bad_examples() -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{number}")
        for rule in rules()
        for number, example in enumerate(examples_of(rule).bad, 1)
    ]


def good_examples() -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}: {example.reason}")
        for rule in rules()
        for example in examples_of(rule).good
    ]


@pytest.mark.parametrize(("rule", "example"), bad_examples())
def test_bad(rule: Rule, example: Bad, tmp_path: Path) -> None:
    """It fires once, on the marked words; its fixes give the shown text and then silence."""
    data, marked = unmark(example.text)
    options = Options(select=(rule.code,), context=context_of(example.files, tmp_path))
    findings = analyse(data, options).findings
    assert [tuple(finding.span) for finding in findings] == marked
    assert example.says in findings[0].message
    if example.fixed is not None:
        assert fix(data, options, Applicability.UNSAFE).data == unmark(example.fixed)[0]
        assert analyse(unmark(example.fixed)[0], options).findings == ()


@pytest.mark.parametrize(("rule", "example"), good_examples())
def test_good(rule: Rule, example: Good, tmp_path: Path) -> None:
    """It says nothing that would be shown by default."""
    data, _ = unmark(example.text)
    options = Options(select=(rule.code,), context=context_of(example.files, tmp_path))
    assert analyse(data, options).findings == ()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_page(rule: Rule) -> None:
    """Every rule's page has its headings, and its file is named after the rule."""
    page = rule_page(rule)
    assert all(heading in page for heading in HEADINGS)
    assert rule.module.rsplit(".", 1)[-1] == rule.name.replace("-", "_")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_it_has_at_least_as_many_right_texts_as_wrong_ones(rule: Rule) -> None:
    bad, good = examples_of(rule)
    assert bad
    assert len(good) >= max(len(bad), 3)


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in rules()]
    assert codes == sorted(set(codes))


OLD_IGNORE = b"# dfix: ignore-file=useless-remark\n# dfix: ignore=DF301\nFROM alpine:3.20\n"


def test_the_old_name_of_a_rule_is_still_accepted() -> None:
    """DF002 was called useless-remark."""
    assert analyse(OLD_IGNORE).findings == ()
    assert analyse(OLD_IGNORE.replace(b"useless-remark", b"unused-directive")).findings == ()
    assert [one.code for one in analyse(OLD_IGNORE.replace(b"useless-remark", b"DF101")).findings] == ["DF002"] * 2
    for name in ("useless-remark", "Useless-Remark", "unused-directive"):
        assert read_codes([name], Place("")) == ("DF002",)
        assert CliRunner().invoke(main, ["explain", name]).output.startswith("# DF002 unused-directive\n")
