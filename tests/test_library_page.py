"""What docs/library.md shows is what the library does."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "library.md"


def test_every_example_of_the_page() -> None:
    flags = doctest.IGNORE_EXCEPTION_DETAIL
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags)
    assert found.attempted >= 10
    assert found.failed == 0
