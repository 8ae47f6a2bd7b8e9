"""Whether a Rust program starts others, by its sources and its crates: it then needs GLIBC_2.39 of its builder."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder

DOCKERFILE = b"""\
FROM rust:1.91-trixie AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
COPY --from=build /src/target/release/app /app
"""
MANIFEST = '[package]\nname = "app"\nversion = "1.0.0"\n[dependencies]\n'
APP = '[[package]]\nname = "app"\nversion = "1.0.0"\n'
MAIN = {"Cargo.toml": MANIFEST, "Cargo.lock": APP, "src/main.rs": "pub(crate) mod a;\nfn main() {}\n"}
MODULE = {"src/a/mod.rs": "mod b;\n"}
OPENER = {
    "Cargo.toml": MANIFEST + 'opener = "1"\n',
    "Cargo.lock": APP + 'dependencies = [\n "opener",\n]\n[[package]]\nname = "opener"\nsource = "x"\n',
}
WORKSPACE = '[workspace]\nmembers = ["b"]\n'
MEMBER = '[package]\nname = "b"\nversion = "1.0.0"\n'
UNUSED = {
    "Cargo.toml": WORKSPACE + MANIFEST,
    "b/Cargo.toml": MEMBER,
    "Cargo.lock": APP + '[[package]]\nname = "b"\nversion = "1.0.0"\n',
}
USED = UNUSED | {
    "Cargo.toml": WORKSPACE + MANIFEST + 'b = { path = "b" }\n',
    "Cargo.lock": APP + 'dependencies = [\n "b",\n]\n[[package]]\nname = "b"\nversion = "1.0.0"\n',
}
OTHERS = OPENER["Cargo.lock"].replace("opener", "windows-process") + '[[package]]\nname = "opener"\nsource = "x"\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(MAIN, Confidence.POSSIBLE, id="nothing"),
        pytest.param(MAIN | {"src/main.rs": "use std::process::Command;\n"}, Confidence.LIKELY, id="imported"),
        pytest.param(
            MAIN | MODULE | {"src/a/b.rs": "std::process::Command::new(x)"}, Confidence.LIKELY, id="by its full name"
        ),
        pytest.param(MAIN | {"src/a.rs": "use tokio::{fs, process::Command};"}, Confidence.LIKELY, id="tokio's"),
        pytest.param(MAIN | {"src/a.rs": "use std::process::{\n Child, Command};"}, Confidence.LIKELY, id="in braces"),
        pytest.param(
            MAIN | {"src/a.rs": "use std::process::{exit, ExitCode};"}, Confidence.POSSIBLE, id="others of it"
        ),
        pytest.param(
            MAIN | {"src/c.rs": "use std::process::Command;"}, Confidence.POSSIBLE, id="a file that no module declares"
        ),
        pytest.param(
            MAIN | {"src/main.rs": '#[path = "c.rs"]\nmod d;', "src/c.rs": "use std::process::Command;"},
            Confidence.LIKELY,
            id="a module of another file",
        ),
        pytest.param(
            MAIN | UNUSED | {"b/src/lib.rs": "use std::process::Command;"}, Confidence.POSSIBLE, id="a member beside"
        ),
        pytest.param(
            MAIN | USED | {"b/src/lib.rs": "use std::process::Command;"}, Confidence.LIKELY, id="a member that is used"
        ),
        pytest.param(MAIN | {"src/a.rs": "use clap::Command;"}, Confidence.POSSIBLE, id="clap's"),
        pytest.param(MAIN | {"build.rs": "use std::process::Command;"}, Confidence.POSSIBLE, id="the build script"),
        pytest.param(MAIN | {"tests/a.rs": "use std::process::Command;"}, Confidence.POSSIBLE, id="tests"),
        pytest.param(MAIN | OPENER | {"src/a.rs": "opener::open(x);"}, Confidence.LIKELY, id="by a crate"),
        pytest.param(MAIN | OPENER, Confidence.POSSIBLE, id="a crate that no source names"),
        pytest.param(
            MAIN | OPENER | {"src/bin/b.rs": "opener::open(x);"},
            Confidence.POSSIBLE,
            id="a program beside the main one",
        ),
        pytest.param(MAIN | {"Cargo.lock": OPENER["Cargo.lock"]}, Confidence.POSSIBLE, id="a crate that is not used"),
        pytest.param(
            MAIN | {"Cargo.toml": MANIFEST + 'windows-process = "1"\n', "Cargo.lock": OTHERS},
            Confidence.POSSIBLE,
            id="a crate for another system",
        ),
        pytest.param({"src/main.rs": "fn main() {}\n"}, Confidence.POSSIBLE, id="crates are not known"),
        pytest.param(OPENER | {"Cargo.lock": APP}, Confidence.POSSIBLE, id="no sources"),
    ],
)
def test_what_starts_programs_needs_more(files: Mapping[str, str], expected: Confidence, tmp_path: Path) -> None:
    """Only what starts no program, as far as its sources and crates show, needs less than GLIBC_2.39."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (found,) = analyse(DOCKERFILE, Options(context=Folder(str(tmp_path)), min_confidence=Confidence.POSSIBLE)).findings
    assert (found.code, found.confidence) == ("DF103", expected)


@pytest.mark.parametrize(
    ("crate", "needed"),
    [
        pytest.param("aws-lc-sys", ("GLIBC_2.38", Confidence.LIKELY), id="c that takes names of 2.38"),
        pytest.param("ring", ("GLIBC_2.39", Confidence.POSSIBLE), id="c that does not"),
    ],
)
def test_c_of_a_crate_needs_more(crate: str, needed: tuple[str, Confidence], tmp_path: Path) -> None:
    """A crate that is known to compile such C needs GLIBC_2.38, whatever the program starts."""
    files = {name: text.replace("opener", crate) for name, text in OPENER.items()}
    for name, text in {**files, "src/main.rs": "fn main() {}\n"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (found,) = analyse(DOCKERFILE, Options(context=Folder(str(tmp_path)), min_confidence=Confidence.POSSIBLE)).findings
    assert needed[0] in found.message
    assert found.confidence == needed[1]
