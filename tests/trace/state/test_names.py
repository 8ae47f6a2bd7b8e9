"""What names tell."""

import pytest

from dfix.trace.state.names import is_build_name, is_data_name, is_portable_name, is_source_name


@pytest.mark.parametrize(
    ("name", "portable", "build", "data", "source"),
    [
        ("main.go", True, False, False, False),
        ("go.sum", True, False, False, True),
        (".env", True, False, False, True),
        (".", False, False, False, True),
        ("server", False, False, False, True),
        ("Gemfile.lock", True, False, False, True),
        ("_out", False, True, False, False),
        ("__out", False, True, False, False),
        ("x86_64-release", False, True, False, False),
        ("dist", False, True, True, False),
        ("LICENSE-MIT", False, False, True, False),
        ("COPYING", False, False, True, False),
        ("libfoo.so", False, False, False, False),
        ("tool", False, False, False, False),
    ],
)
def test_names(name: str, portable: bool, build: bool, data: bool, source: bool) -> None:
    assert is_portable_name(name) is portable
    assert is_build_name(name) is build
    assert is_data_name(name) is data
    assert is_source_name(name) is source
