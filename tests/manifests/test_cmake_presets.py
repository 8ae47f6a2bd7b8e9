"""What CMake's presets say: inheritance, macros, includes, workflows."""

import json

import pytest

from dfix.manifests.cmake_presets import MOST_FILES, MOST_PARENTS, Preset, Presets, Step
from dfix.text import UNKNOWN_TEXT

FILES: dict[str, object] = {
    "/src/CMakePresets.json": {
        "version": 6,
        "include": ["cmake/more.json"],
        "configurePresets": [
            {
                "name": "base",
                "hidden": True,
                "binaryDir": "${sourceDir}/build/${presetName}",
                "cacheVariables": {"A": "1", "B": {"type": "BOOL", "value": True}, "C": None},
            },
            {"name": "release", "inherits": ["base", "other"], "cacheVariables": {"A": "2"}},
            {"name": "loop", "inherits": "loop", "binaryDir": "$env{HOME}/b"},
            {"name": "relative", "binaryDir": "out", "cacheVariables": 7},
        ],
        "buildPresets": [
            {"name": "all", "configurePreset": "release", "targets": "install"},
            {"name": "some", "inherits": "all", "targets": ["app", "test"]},
        ],
        "workflowPresets": [
            {"name": "ship", "steps": [{"type": "configure", "name": "release"}, {"type": "build"}, 3]}
        ],
    },
    "/src/cmake/more.json": {
        "configurePresets": [{"name": "other", "binaryDir": "/elsewhere", "installDir": "${sourceParentDir}/i"}]
    },
}


def presets(files: dict[str, object]) -> Presets:
    return Presets({path: json.dumps(table) for path, table in files.items()}.get, "/src")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("release", Preset("/src/build/release", "/i", ("-DA=2", "-DB=ON", "-DC="))),
        ("other", Preset("/elsewhere", "/i", ())),
        ("loop", Preset(f"/src/{UNKNOWN_TEXT}/b", None, ())),
        ("relative", Preset("/src/out", None, ())),
        ("none", None),
    ],
)
def test_configuration(name: str, expected: Preset | None) -> None:
    assert presets(FILES).configuration(name) == expected


def test_build_and_workflow() -> None:
    project = presets(FILES)
    assert project.build("all") == ("release", ("install",))
    assert project.build("some") == ("release", ("app", "test"))
    assert project.build("none") == ("", ())
    assert project.workflow("ship") == (Step("configure", "release"), Step("build", "None"))
    assert project.workflow("none") == ()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[" * 100_000, '{"configurePresets": {}}', '{"configurePresets": [3, {"name": []}]}']
)
def test_what_is_no_file_of_presets(text: str) -> None:
    assert Presets({"/src/CMakePresets.json": text}.get, "/src").configuration("release") is None


def test_bounds() -> None:
    """Files that include each other, and presets that inherit each other, end."""
    read = list[str]()

    def text(path: str) -> str:
        read.append(path)
        return json.dumps({"include": [f"{len(read)}.json", f"x{len(read)}.json"]})

    Presets(text, "/src")
    assert len(read) == MOST_FILES
    chain = [{"name": str(number), "inherits": str(number + 1)} for number in range(3 * MOST_PARENTS)]
    chain[2 * MOST_PARENTS]["binaryDir"] = "late"
    assert presets({"/src/CMakePresets.json": {"configurePresets": chain}}).configuration("0") == Preset()
