"""Manifests and lock files are hostile input: whatever they hold, each reader gives an answer."""

import json

from hypothesis import given
from hypothesis import strategies as st

from dfix.manifests import (
    cargo,
    cmake_presets,
    composer,
    conda_environment,
    mix,
    node,
    python,
    python_lock,
    ruby,
    setup_script,
)

LINES = st.sampled_from(
    [
        "[package]", 'name = "app"', "[dependencies]", 'a = { optional = true, package = "b" }', "a = 1",
        '[features]', 'default = ["dep:a", "b?/c"]', "default = 3", "[workspace]", 'members = ["*", "../..", 3]',
        "[[package]]", "dependencies = [", ' "a 1.0",', "]", 'source = { editable = "." }', '    { name = "a", extra = [',
        'groups = ["main"]', "optional = true", "[package.extras]", "[toolchain]", "channel = 1", "[[", '"', "\\",
        "[target.'cfg(unix)'.dependencies]", "[build-system]", "include_erts: false", "    a (1.0-x86_64-linux)", "-r a",
        "setup(setup_requires=[b'a', 1], **x)", "a==1 \\", "\x00", "\xff", "[tool.poetry.group.dev]", "[[bin]]",
        "importers:", "  apps/b:", "snapshots:", "  /a@1.0.0:", "    dependencies:", "dependencies:", "- pip:", "- a=1",
        '  resolution: "a@workspace:apps/b"', "group :development do", "gem 'a'",
    ]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=12).map("\n".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "packages",
                    "packages-dev",
                    "require",
                    "name",
                    "default",
                    "",
                    "workspaces",
                    "dependencies",
                    "a",
                    "node_modules/a",
                    "configurePresets",
                    "buildPresets",
                    "workflowPresets",
                    "inherits",
                    "steps",
                    "include",
                    "cacheVariables",
                    "binaryDir",
                    "targets",
                    "lockfileVersion",
                    "devDependencies",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FILES = TEXTS | VALUES.map(json.dumps)


@given(st.lists(FILES, min_size=3, max_size=3))
def test_every_reader_answers(texts: list[str]) -> None:
    def read(path: str) -> str | None:
        return texts[len(path) % 3]

    for production in (False, True):
        for projects in ((), ("a", "apps/b")):
            node.node(read, "/a", node.Selection(production, projects, lambda _: ("a", "b")))
        composer.composer(read, "/a", production=production)
    for choice in (python_lock.Choice(), python_lock.Choice(only=frozenset({"main"}))):
        python_lock.python_lock(read, "/a", choice)
    python_lock.pipfile_lock(read, "/a")
    python.requirements(read, ["/a/requirements.txt"])
    python.project_compiles(read, "/a")
    ruby.gems(read, "/a")
    mix.brings_erts(read, "/a")
    mix.locked(read, "/a")
    cargo.crates(read, lambda _: ("a", "b"), "/a", cargo.Chosen(features=frozenset({"a"})))
    cargo.toolchain(read, "/a")
    conda_environment.conda_environment(read, "/a/environment.yml")
    presets = cmake_presets.Presets(read, "/a")
    for name in ("", "a", "name"):
        presets.configuration(name), presets.build(name), presets.workflow(name)
    setup_script.has_extensions(texts[0])
