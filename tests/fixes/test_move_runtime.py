"""A base is switched only where nothing in the stage is its distribution's own."""

import pytest

from dfix import Applicability, fix

BUILD = "FROM rust:1.80 AS b\nWORKDIR /src\nRUN cargo build --release\n"


def base(command: str) -> str:
    text = f"{BUILD}RUN {command}\nFROM alpine:3.20\nRUN adduser x\nCOPY --from=b /src/target/release/a /a\n"
    return fix(text.encode(), allowed=Applicability.UNSAFE).data.decode().split()[1]


@pytest.mark.parametrize("command", ["true", "cp a b", "cargo test"])
def test_switched(command: str) -> None:
    assert base(command) == "rust:1.80-alpine3.20"


@pytest.mark.parametrize(
    "command",
    ["apt-get update", "dpkg-reconfigure tzdata", "add-apt-repository x", "update-alternatives x", "bash -c x"],
)
def test_left(command: str) -> None:
    assert base(command) == "rust:1.80"
