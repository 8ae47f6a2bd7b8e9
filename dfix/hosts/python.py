"""String literals of Python sources.

Sources: the Python language reference, "String and Bytes literals", "f-strings"; "Format String
Syntax" and "printf-style String Formatting" of the library reference.
"""

from dfix.hosts.embedded import Embedded


def extract(data: bytes) -> list[Embedded]:
    """The text of every string of a module, in its order.

    Raises:
        HostError: the file is no Python, or it is not UTF-8.
    """
    if b"FROM" not in data.upper():
        return []
    from dfix.hosts.python_strings import strings

    return strings(data)
