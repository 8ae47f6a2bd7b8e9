"""A rule's page in Markdown: the text from the rule's own file, and its examples."""

from collections.abc import Iterator, Mapping

from dfix.rules.examples import Bad, Good, examples_of
from dfix.rules.rule import Rule


def rule_page(rule: Rule) -> str:
    """Return the whole page."""
    bad, good = examples_of(rule)
    return "\n".join([f"# {rule.code} {rule.name}", "", rule.page, *_bad(bad), *_good(good)]).rstrip() + "\n"


def plain(text: str) -> str:
    """An example's text without its marks."""
    return text.replace("«", "").replace("»", "").lstrip("\n")


def _bad(examples: tuple[Bad, ...]) -> Iterator[str]:
    yield "## What it finds\n"
    for example in examples:
        yield _block(example.text.lstrip("\n"))
        yield from _files(example.files)
        if example.fixed is not None:
            yield "repaired:\n"
            yield _block(plain(example.fixed))


def _good(examples: tuple[Good, ...]) -> Iterator[str]:
    yield "## What it leaves alone\n"
    for example in examples:
        yield f"{example.reason[0].upper()}{example.reason[1:]}:\n"
        yield _block(plain(example.text))
        yield from _files(example.files)


def _files(files: Mapping[str, str]) -> Iterator[str]:
    for name, text in files.items():
        yield f"with `{name}` beside it:\n"
        shown = text.replace("\r", "\\r").rstrip("\n")
        yield f"```\n{shown}\n```\n"


def _block(text: str) -> str:
    return f"```dockerfile\n{text.rstrip()}\n```\n"
