"""Paths of this system's files, whose parts are separated by ``os.sep``: a backslash on Windows."""

import os


def slashed(path: str) -> str:
    """The path with slashes, as repositories, patterns and other programs write it."""
    return path if os.sep == "/" else path.replace(os.sep, "/")


def is_inside(path: str, top: str) -> bool:
    """Whether an absolute path is a directory, or lies in it; links are not followed here."""
    inner, outer = os.path.normcase(path), os.path.normcase(top)
    return inner == outer or inner.startswith(outer if outer.endswith(os.sep) else outer + os.sep)
