"""YAML of the build context, read by ruamel.yaml: every scalar as it is written, in byte text."""

import warnings

# ruamel.yaml reads some hundred kilobytes a second; what people write by hand is shorter.
LONGEST = 64 * 1024


def read_yaml(text: str) -> object:
    """The mappings, lists and texts that a document says; None for what is no YAML, or longer than dfix reads.

    Aliases share one value, which may be inside itself: who walks through it must end. ``text`` is byte text.
    """
    if len(text) > LONGEST:
        return None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read: object = YAML(typ="base", pure=True).load(text.encode("latin-1").decode("utf-8"))
    except (YAMLError, ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return None
    return read


def byte_text(text: str) -> str:
    """A text of a document as byte text."""
    return text.encode("utf-8", "replace").decode("latin-1")
