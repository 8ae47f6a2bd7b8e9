"""Cargo's configuration beside the sources: a target or flags that the command does not say."""

from pathlib import Path

import pytest

from dfix import Options, analyse
from dfix.context import Folder

DOCKERFILE = (
    "FROM rust:1.80-bookworm AS build\nWORKDIR /src\nCOPY . .\n%sRUN cargo build --release\n"
    "FROM alpine:3.20\nCOPY --from=build /src/target/%srelease/app /app\n"
)
MUSL = "x86_64-unknown-linux-musl"


@pytest.mark.parametrize(
    ("configuration", "lines", "place", "codes"),
    [
        (None, "", "", ["DF101"]),
        (f'[build]\ntarget = "{MUSL}"\n', "", f"{MUSL}/", []),
        ("[net]\ngit-fetch-with-cli = true\n", "", "", ["DF101"]),
        ('[target.x86_64-unknown-linux-gnu]\nrustflags = ["-C", "target-feature=+crt-static"]\n', "", "", []),
        (None, 'ENV CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS="-C target-feature=+crt-static"\n', "", []),
        (None, "RUN mkdir .cargo && echo x > .cargo/config.toml\n", "", []),
    ],
)
def test_configuration(tmp_path: Path, configuration: str | None, lines: str, place: str, codes: list[str]) -> None:
    if configuration is not None:
        (tmp_path / ".cargo").mkdir()
        (tmp_path / ".cargo" / "config.toml").write_text(configuration, encoding="utf-8")
    data = (DOCKERFILE % (lines, place)).encode()
    found = analyse(data, Options(context=Folder(str(tmp_path)))).findings
    assert [finding.code for finding in found] == codes
