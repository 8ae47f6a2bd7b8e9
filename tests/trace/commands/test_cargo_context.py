"""Cargo's configuration beside the sources: a target or flags that the command does not say."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from dfix import Applicability, Family, Options, analyse, fix
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


@pytest.mark.parametrize(
    ("name", "text", "line", "codes"),
    [
        ("rust-toolchain", f"1.80-{MUSL}\n", "", []),
        ("rust-toolchain.toml", f'[toolchain]\nchannel = "stable-{MUSL}"\n', "", []),
        ("rust-toolchain.toml", f'[toolchain]\nchannel = "stable"\ntargets = ["{MUSL}"]\n', "", ["DF101"]),
        ("none", "", f"ENV RUSTUP_TOOLCHAIN=stable-{MUSL}\n", []),
    ],
)
def test_toolchain_file(tmp_path: Path, name: str, text: str, line: str, codes: list[str]) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    data = (DOCKERFILE % (line, "")).encode()
    found = analyse(data, Options(context=Folder(str(tmp_path)))).findings
    assert [finding.code for finding in found] == codes


def test_a_toolchain_on_the_command_line() -> None:
    data = (DOCKERFILE % ("", "")).replace("cargo build", f"cargo +stable-{MUSL} build").encode()
    assert not analyse(data).findings


def test_every_build_adds_the_target_where_a_toolchain_file_is() -> None:
    """The dependencies are built before the toolchain file is there."""
    case = "FROM rust:1.80 AS build\nWORKDIR /src\nCOPY Cargo.* ./\nRUN cargo build --release\nCOPY . .\n"
    text = case + "RUN cargo build --release\nFROM alpine:3.20\nCOPY --from=build /src/target/release/app /app\n"
    with TemporaryDirectory() as folder:
        (Path(folder) / "rust-toolchain").write_text("1.75\n", encoding="utf-8")
        fixed = fix(
            text.encode(),
            Options(context=Folder(folder), prefer=Family.STATIC),
            allowed=Applicability.UNSAFE,
        )
    assert fixed.data.count(b"rustup target add") == 2
