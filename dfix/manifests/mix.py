"""Elixir: mix.exs says whether a release brings Erlang's virtual machine, mix.lock which packages it has.

Sources: Mix.Release (``include_erts``); Distillery's ``rel/config.exs`` (``set include_erts: …``).
"""

import re

from dfix.manifests.listed import Listed, Read
from dfix.text.pattern import pattern

INCLUDE_ERTS = pattern(r"^[^#\n]*\binclude_erts:\s*(true|false|\S+)", re.MULTILINE)
LOCKED = pattern(r'^ *"([a-z0-9_]+)": \{:(?:hex|git|path)', re.MULTILINE)


def brings_erts(read: Read, directory: str) -> bool | None:
    """Whether the project's releases bring the virtual machine; None where its files are not available, or differ."""
    texts = [read(f"{directory}/{file}") for file in ("mix.exs", "rel/config.exs")]
    if texts[0] is None:
        return None
    values = {match[1].rstrip(",") for text in texts if text for match in INCLUDE_ERTS.finditer(text)}
    if not values:
        return True
    return {"false": False, "true": True}.get(values.pop()) if len(values) == 1 else None


def locked(read: Read, directory: str) -> Listed | None:
    """The packages of mix.lock."""
    text = read(f"{directory}/mix.lock")
    return None if text is None else Listed.of(LOCKED.findall(text), complete=True)
