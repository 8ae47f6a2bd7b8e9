"""What a file of an image is that a lock file tells: its own header was read."""

from dfix.context import FileFact
from dfix.context.binary import Binary
from dfix.context.script import Shebang
from dfix.images.lock import Json, Locked
from dfix.trace.knowledge.context_file import artifact_of
from dfix.trace.state.artifact import Artifact


def is_told(locked: Locked, path: str) -> bool:
    """Whether the lock file says what is at a path: a file, or nothing."""
    facts = locked.files.get(path)
    return facts is not None and "directory" not in facts


def measured_file(locked: Locked, path: str) -> Artifact | None:
    """The artifact at a path; None where nothing is."""
    facts = locked.files[path]
    if "absent" in facts:
        return None
    fact = FileFact(bool(facts.get("executable")), _binary(facts), _shebang(facts))
    return artifact_of(fact, f"`{path}` of {locked.name}")


def _binary(facts: Json) -> Binary | None:
    """What the file's header says."""
    if not isinstance(facts.get("format"), str):
        return None
    asks = (one.rpartition("_") for one in str(facts.get("asks", "")).split())
    needed = facts.get("needed")
    return Binary(
        facts["format"],
        str(facts.get("architecture", "")),
        str(facts.get("interpreter", "")),
        tuple(map(str, needed)) if isinstance(needed, list) else (),
        {family: version for family, _, version in asks},
        is_program=not facts.get("library"),
    )


def _shebang(facts: Json) -> Shebang | None:
    if not isinstance(facts.get("script"), str):
        return None
    return Shebang(facts["script"], str(facts.get("program", "")), bool(facts.get("carriage_return")))
