"""The page of a rule, from the rule's own file and its examples, and that of a repair; both in Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from dfix.findings import Change, Growth, Repair
from dfix.rules.examples import Bad, Good, examples_of
from dfix.rules.rule import Rule


def rule_page(rule: Rule, said: str = "") -> str:
    """Return the whole page; ``said`` is what dfix says of the first example."""
    bad, good = examples_of(rule)
    return "\n".join([f"# {rule.code} {rule.name}", "", rule.page, *_bad(bad, said), *_good(good)]).rstrip() + "\n"


CHANGES = {
    Change.WORDS: "words of one command or instruction",
    Change.INSTRUCTION: "a command or instruction more or less",
    Change.BUILDER: "a builder's base image",
    Change.RUNTIME: "the shipped image's base",
}
GROWTHS = {Growth.NONE: "no", Growth.SMALL: "a little", Growth.LARGE: "yes"}


def repair_page(repair: Repair, rules: Sequence[Rule]) -> str:
    """Return what a repair does, what it costs, and which of the rules offer it."""
    offered = ", ".join(f"{rule.code} {rule.name}" for rule in rules if repair in rule.repairs)
    rows = {
        "What it does": repair.does,
        "Costs": repair.cost,
        "Usually": f"{repair.applicability.word}; that it cures is {repair.cure.word}",
        "Changes": CHANGES[repair.change],
        "Image grows": GROWTHS[repair.growth],
        "Offered by": offered,
        "To make it": f"`dfix --write --fix-id {repair.id} FILE`",
    }
    return "\n".join([f"# {repair.id}", "", *(f"- {name}: {text}" for name, text in rows.items())]) + "\n"


def plain(text: str) -> str:
    """An example's text without its marks."""
    return text.replace("«", "").replace("»", "").lstrip("\n")


def _bad(examples: tuple[Bad, ...], said: str) -> Iterator[str]:
    yield "## What it finds\n"
    for number, example in enumerate(examples):
        yield _block(example.text.lstrip("\n"))
        yield from _files(example.files)
        if said and number == 0:
            yield f"dfix says:\n\n```\n{said.rstrip()}\n```\n"
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
