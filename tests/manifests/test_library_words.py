"""The words that ask for shared libraries, or refuse them."""

import pytest

from dfix.manifests.library_words import asks_for_shared, refuses_shared


@pytest.mark.parametrize(
    ("word", "asks", "refuses"),
    [
        ("-DBUILD_SHARED_LIBS=ON", True, False),
        ("-DBUILD_SHARED_LIBS:BOOL=1", True, False),
        ("-DBUILD_SHARED_LIBS=OFF", False, True),
        ("-DENABLE_SHARED=off", False, True),
        ("-DENABLE_SHARED=ON", False, False),
        ("--enable-shared", True, False),
        ("--enable-shared=yes", True, False),
        ("--enable-shared=no", False, True),
        ("--disable-shared", False, True),
        ("--enable-static", False, False),
        ("--static", False, True),
        ("no-shared", False, True),
        ("link=static", False, True),
        ("link=shared", False, False),
        ("-Ddefault_library=shared", True, False),
        ("-Ddefault_library=both", True, False),
        ("--default-library=static", False, True),
        ("--disable-shared-memory", False, False),
    ],
)
def test_words(word: str, asks: bool, refuses: bool) -> None:
    assert asks_for_shared(["--prefix=/usr", word]) is asks
    assert refuses_shared(["--prefix=/usr", word]) is refuses
