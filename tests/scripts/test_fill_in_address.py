"""Where the project lives stands in one form, in the files that a release fills in."""

import subprocess
from pathlib import Path

import fill_in_address
import pytest

ROOT = Path(__file__).parent.parent.parent
OURS = "https://forge.example/us/dfix"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ('Homepage = "https://git.example/OWNER/dfix"', f'Homepage = "{OURS}"'),
        ("https://git.example/OWNER/dfix/issues", f"{OURS}/issues"),
        ("  - repo: https://git.example/dfix\n", f"  - repo: {OURS}\n"),
        ('"url": "https://git.example/OWNER/dfix.git"', f'"url": "{OURS}.git"'),
        ("      - uses: OWNER/dfix@v0 # it", "      - uses: us/dfix@v0 # it"),
        ("https://git.example/libuv.git", "https://git.example/libuv.git"),
    ],
)
def test_filled(text: str, filled: str) -> None:
    assert fill_in_address.filled(text, OURS) == filled


@pytest.mark.parametrize("address", ["", "http://x/y/z", "https://x", "https://x/y z"])
def test_a_wrong_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="HOST/OWNER"):
        fill_in_address.filled("", address)


def test_no_other_file_says_where_the_project_lives() -> None:
    """Tests and this script apart."""
    words = [
        "git",
        "grep",
        "-lE",
        r"git\.example/(OWNER|dfix)|OWNER/dfix@",
        "--",
        ".",
        ":!tests",
        ":!scripts",
        ":!docs/releasing.md",
    ]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert sorted(found) == sorted(fill_in_address.FILES)
