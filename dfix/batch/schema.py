"""The columns of results as Parquet: the keys of a result of ``judge.py``, with their types."""

from typing import Any


def schema(arrow: Any, *, timing: bool) -> Any:
    """The schema; ``arrow`` is the module ``pyarrow``."""
    text, whole = arrow.string(), arrow.int64()

    def texts(names: str) -> list[tuple[str, Any]]:
        return [(name, text) for name in names.split()]

    place = arrow.struct([("line", whole), ("column", whole)])
    edit = arrow.struct([("start", place), ("end", place), ("text", text)])
    link = arrow.struct([("line", whole), ("text", text)])
    fix = arrow.struct([*texts("id title family cure obstacle applicability cost"), ("edits", arrow.list_(edit))])
    finding = arrow.struct(
        [
            *texts("code name severity confidence message why"),
            ("start", place),
            ("end", place),
            ("stage", text),
            ("chain", arrow.list_(link)),
            ("fixes", arrow.list_(fix)),
        ]
    )
    nature = arrow.struct(texts("stage path kind linkage libc release language architecture confidence outcome"))
    own = [*texts("id path error"), ("findings", arrow.list_(finding)), ("natures", arrow.list_(nature))]
    return arrow.schema([*own, ("seconds", arrow.float64())] if timing else own)
