"""By which words of its configuration a project is asked to make shared libraries, or none.

Sources: cmake-variables(7) (BUILD_SHARED_LIBS), libtool's manual ("LT_INIT"), Meson's manual ("Universal options",
``default_library``), Boost.Build's (``link=static``), OpenSSL's INSTALL (``no-shared``), zlib's ``configure --static``.
A project's own switch of CMake counts, too: ``-DENABLE_SHARED=OFF`` of libjpeg-turbo.
"""

import re
from collections.abc import Iterable

from dfix.text.pattern import pattern

SHARED = pattern(
    r"-D\s*BUILD_SHARED_LIBS(?::\w+)?=(?:ON|TRUE|YES|1)$|--enable-shared(?:=yes)?$|"
    r"(?:-Ddefault_library|--default-library)=(?:shared|both)$",
    re.IGNORECASE,
)
NOT_SHARED = pattern(
    r"-D\s*\w{0,40}SHARED\w{0,40}(?::\w+)?=(?:OFF|FALSE|NO|0)$|--disable-shared$|--enable-shared=no$|--static$|"
    r"no-shared$|link=static$|(?:-Ddefault_library|--default-library)=static$",
    re.IGNORECASE,
)


def asks_for_shared(words: Iterable[str]) -> bool:
    """Whether one of the words asks for shared libraries."""
    return any(map(SHARED.match, words))


def refuses_shared(words: Iterable[str]) -> bool:
    """Whether one of the words asks for archives only."""
    return any(map(NOT_SHARED.match, words))
