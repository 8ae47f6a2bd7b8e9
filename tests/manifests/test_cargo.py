"""Cargo.toml and Cargo.lock: which crates a build uses; rust-toolchain."""

import pytest

from dfix.manifests.cargo import Chosen, Toolchain, crates, declared, toolchain
from tests.makers.manifest import reader


def locked(**needs: str) -> str:
    """A lock file: each crate with those it needs; ``own`` and ``own_*`` are of the workspace."""
    blocks = ["version = 4\n"]
    for name, needed in needs.items():
        crate = name.replace("_", "-")
        lines = "".join(f' "{one}",\n' for one in needed.split())
        source = "" if crate.startswith("own") else 'source = "registry+https://x"\n'
        blocks.append(f'[[package]]\nname = "{crate}"\nversion = "1.0.0"\n{source}dependencies = [\n{lines}]\n')
    return "\n".join(blocks)


LOCK = locked(
    own="serde tls probe winapi cc",
    serde="",
    tls="openssl-sys",
    openssl_sys="cc",
    probe="openssl-sys",
    winapi="",
    cc="",
)
PACKAGE = '[package]\nname = "own"\n'
WORKSPACE = '[workspace]\nmembers = ["crates/*", "tool"]\n'


@pytest.mark.parametrize(
    ("manifest", "chosen", "used", "sure"),
    [
        ('[dependencies]\nserde = "1"\n', Chosen(), "serde", True),
        ('[dependencies]\ntls = "1"\n', Chosen(), "tls openssl-sys cc", True),
        ('[dependencies]\nssl = { package = "tls", version = "1" }\n', Chosen(), "tls openssl-sys cc", True),
        ('[build-dependencies]\ncc = "1"\n', Chosen(), "cc", True),
        ('[dev-dependencies]\nprobe = "1"\n', Chosen(), "", False),
        ('[target."cfg(windows)".dependencies]\nwinapi = "1"\n', Chosen(), "", True),
        ('[target."cfg(unix)".dependencies]\ntls = "1"\n', Chosen(), "tls openssl-sys cc", True),
        ('[target.x86_64-pc-windows-msvc.dependencies]\nwinapi = "1"\n', Chosen(), "", True),
        ('[dependencies]\ntls = { version = "1", optional = true }\n', Chosen(), "", False),
        (
            "[dependencies]\ntls = { optional = true }\n",
            Chosen(features=frozenset({"tls"})),
            "tls openssl-sys cc",
            True,
        ),
        ("[dependencies]\ntls = { optional = true }\n", Chosen(all_features=True), "tls openssl-sys cc", True),
        (
            '[dependencies]\ntls = { optional = true }\n[features]\ndefault = ["https"]\nhttps = ["dep:tls"]\n',
            Chosen(),
            "tls openssl-sys cc",
            True,
        ),
        (
            '[dependencies]\ntls = { optional = true }\n[features]\ndefault = ["https"]\nhttps = ["dep:tls"]\n',
            Chosen(default_features=False),
            "",
            False,
        ),
        ('[dependencies]\nserde = "1"\n[features]\nmore = ["serde/x"]\n', Chosen(), "serde", False),
    ],
)
def test_used_crates(manifest: str, chosen: Chosen, used: str, sure: bool) -> None:
    found = crates(reader({"Cargo.lock": LOCK, "Cargo.toml": PACKAGE + manifest}), lambda _: (), "/app", chosen)
    assert found
    assert (found.used - {"own"}, found.sure) == (set(used.split()), sure)


MEMBERS = {
    "Cargo.lock": locked(own_a="own-b", own_b="serde", own_tool="openssl-sys", serde="", openssl_sys=""),
    "Cargo.toml": WORKSPACE,
    "crates/a/Cargo.toml": '[package]\nname = "own-a"\n[dependencies]\nown-b = { path = "../b" }\n',
    "crates/b/Cargo.toml": '[package]\nname = "own-b"\n[[bin]]\nname = "serve"\n[dependencies]\nserde = "1"\n',
    "tool/Cargo.toml": '[package]\nname = "own-tool"\n[dependencies]\nopenssl-sys = "1"\n',
}


@pytest.mark.parametrize(
    ("chosen", "used"),
    [
        (Chosen(), "own-a own-b own-tool serde openssl-sys"),
        (Chosen(packages=("own-a",)), "own-a own-b serde"),
        (Chosen(packages=("own-tool",)), "own-tool openssl-sys"),
        (Chosen(packages=("unheard",)), None),
        (Chosen(programs=("own-tool",)), "own-tool openssl-sys"),
        (Chosen(programs=("serve",)), "own-b serde"),
        (Chosen(programs=("in-src-bin",)), "own-a own-b own-tool serde openssl-sys"),
    ],
)
def test_a_workspace(chosen: Chosen, used: str | None) -> None:
    found = crates(reader(MEMBERS), {"/app/crates": ("a", "b")}.get, "/app", chosen)  # type: ignore[arg-type]
    assert (None if found is None else set(found.used)) == (None if used is None else set(used.split()))


@pytest.mark.parametrize(
    ("directory", "used"), [("/app/crates/a", "own-a own-b serde"), ("/app/tool", "own-tool openssl-sys")]
)
def test_a_member_is_locked_by_its_workspace(directory: str, used: str) -> None:
    found = crates(reader(MEMBERS), {"/app/crates": ("a", "b")}.get, directory, Chosen())  # type: ignore[arg-type]
    assert found
    assert set(found.used) == set(used.split())


def test_a_project_below_a_package_has_no_other_lock_file() -> None:
    files = {"Cargo.lock": LOCK, "Cargo.toml": PACKAGE, "tool/Cargo.toml": '[package]\nname = "own-tool"\n'}
    assert crates(reader(files), lambda _: (), "/app/tool", Chosen()) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[dependencies]\na = "1"\nb = { version = "2", features = ["x"] }\n', {"a": {}, "b": {"x"}}),
        ('[dependencies]\na = { version = "1", optional = true }\n', {}),
        ('[dependencies]\nz = { package = "a", version = "1" }\n', {"a": {}}),
        ('[dev-dependencies]\na = "1"\n[build-dependencies]\nb = "1"\n', {}),
        (
            (
                '[workspace.dependencies]\na = { version = "1", features = ["x"] }\nb = "1"\n'
                '[dependencies]\na = { workspace = true, features = ["y"] }\nb.workspace = true\n'
            ),
            {"a": {"x", "y"}, "b": {}},
        ),
    ],
)
def test_what_a_manifest_declares(text: str, expected: dict[str, set[str]]) -> None:
    found = declared(reader({"Cargo.toml": PACKAGE + text}), lambda _: (), "/app", Chosen())
    assert {crate: set(said.get("features") or ()) for crate, said in found} == {  # type: ignore[call-overload]
        crate: set(features) for crate, features in expected.items()
    }


def test_what_no_source_names_is_not_linked() -> None:
    files = {"Cargo.toml": PACKAGE + '[dependencies]\na = "1"\nb = "1"\n'}
    found = declared(reader(files), lambda _: (), "/app", Chosen(), frozenset({"use", "b"}))
    assert [crate for crate, _ in found] == ["b"]


@pytest.mark.parametrize(
    "files", [{}, {"Cargo.lock": LOCK}, {"Cargo.toml": PACKAGE}, {"Cargo.lock": LOCK, "Cargo.toml": "[["}]
)
def test_without_its_files_nothing_is_told(files: dict[str, str]) -> None:
    assert crates(reader(files), lambda _: (), "/app", Chosen()) is None


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"rust-toolchain": "1.75\n"}, Toolchain("1.75")),
        (
            {"rust-toolchain.toml": '[toolchain]\nchannel = "stable"\ntargets = ["a-b"]\n'},
            Toolchain("stable", ("a-b",)),
        ),
        ({"rust-toolchain": '[toolchain]\nprofile = "minimal"\n'}, Toolchain("")),
        ({"rust-toolchain": "no toolchain at all\n"}, None),
    ],
)
def test_the_toolchain_file(files: dict[str, str], expected: Toolchain | None) -> None:
    assert toolchain(reader(files), "/app") == expected


def test_what_only_build_scripts_call_is_in_no_program() -> None:
    """Of a workspace's package whose manifest is not there, it is not known which crates are for its build script."""
    lock = locked(
        own="own-node", own_node="vergen-git2 serde", vergen_git2="git2", git2="libz-sys", libz_sys="", serde=""
    )
    files = {"Cargo.toml": PACKAGE + '[dependencies]\nown-node = { path = "node" }\n', "Cargo.lock": lock}
    found = crates(reader(files), lambda _: (), "/app", Chosen())
    assert found is not None
    assert sorted(found.used) == ["own", "own-node", "serde"]


@pytest.mark.parametrize(
    ("files", "directory", "expected"),
    [
        ({"/w/Cargo.toml": "[workspace]\n", "/w/a/b/Cargo.toml": "[package]\n"}, "/w/a/b", "/w"),
        ({"/w/Cargo.toml": "[workspace]\nexclude = ['a']\n"}, "/w/a/b", "/w/a/b"),
        ({"/w/Cargo.toml": "[package]\n"}, "/w/a", "/w/a"),
        ({"/w/Cargo.toml": "[workspace]\n"}, "/w", "/w"),
        ({}, "/", "/"),
    ],
)
def test_workspace_of(files: dict[str, str], directory: str, expected: str) -> None:
    from dfix.manifests.cargo import workspace_of

    assert workspace_of(files.get, directory) == expected


@pytest.mark.parametrize(
    ("manifest", "own"),
    [
        pytest.param('[dependencies]\ntls = { version = "1", features = ["vendored"] }\n', {"tls"}, id="a feature"),
        pytest.param(
            '[dependencies]\nssl = { package = "tls", features = ["gssapi-vendored"] }\n', {"tls"}, id="another name"
        ),
        pytest.param(
            '[dependencies]\ntls.workspace = true\n[workspace.dependencies]\ntls = { features = ["bundled"] }\n',
            {"tls"},
            id="in the workspace",
        ),
        pytest.param('[dependencies]\ntls = { version = "1", features = ["std"] }\n', set(), id="another feature"),
        pytest.param('[dependencies]\ntls = "1"\n', set(), id="none"),
    ],
)
def test_crates_that_build_their_own_copy(manifest: str, own: set[str]) -> None:
    read = reader({"Cargo.toml": PACKAGE + manifest, "Cargo.lock": LOCK})
    found = crates(read, lambda _: (), "/app", Chosen())
    assert found is not None
    assert found.own == own
