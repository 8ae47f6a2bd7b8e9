"""String literals of Python sources, read with libcst.

Sources: the Python language reference, "String and Bytes literals", "f-strings"; "Format String
Syntax" and "printf-style String Formatting" of the library reference.
"""

from dfix.hosts.embedded import Embedded


def extract(data: bytes) -> list[Embedded]:
    """The text of every string of a module, in its order.

    Raises:
        HostError: the file is no Python that libcst reads, or it is not UTF-8.
    """
    if b"FROM" not in data.upper():
        return []
    from dfix.hosts.python_strings import strings  # it loads libcst

    return strings(data)
