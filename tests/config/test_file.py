"""Configuration files: which one wins, what is refused and how."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dfix.confidence import Confidence
from dfix.config import ConfigError, Finder, read_config
from dfix.config.schema import config_schema
from dfix.run.work import options_of


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.dfix]\nselect = ["DF1"]\n')
    write(tmp_path / "a/pyproject.toml", "[tool.other]\n")
    write(tmp_path / "a/b/dfix.toml", 'select = ["DF2"]\n')
    write(tmp_path / "a/b/.dfix.toml", 'select = ["DF3"]\n')
    finder = Finder()
    found = [finder.for_directory(str(tmp_path / name)).settings.select for name in ("", "a", "a/b", "a/b/c")]
    assert found == [("DF1",), ("DF1",), ("DF3",), ("DF3",)]


def test_the_users_own_file_is_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "home/dfix/dfix.toml", 'min-confidence = "possible"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "x").mkdir()
    assert Finder().for_directory(str(tmp_path / "x")).settings.min_confidence is Confidence.POSSIBLE
    assert Finder(isolated=True).for_directory(str(tmp_path / "x")).settings.min_confidence is None


def test_extend_and_per_path(tmp_path: Path) -> None:
    write(tmp_path / "base.toml", 'ignore = ["DF3"]\nprefer = "static"\n[per-path."*.legacy"]\nselect = ["DF4"]\n')
    text = 'extend = "base.toml"\nprefer = "musl"\n[per-path."old/**"]\nmin-confidence = "certain"\n'
    config = read_config(str(write(tmp_path / "dfix.toml", text)))
    plain = config.for_file(str(tmp_path / "Dockerfile"))
    old = config.for_file(str(tmp_path / "old/x/Dockerfile"))
    legacy = config.for_file(str(tmp_path / "Dockerfile.legacy"))
    assert (plain.ignore, plain.prefer and plain.prefer.value, plain.min_confidence) == (("DF3",), "musl", None)
    assert old.min_confidence is Confidence.CERTAIN
    assert legacy.select == ("DF4",)


def test_paths_are_relative_to_their_file(tmp_path: Path) -> None:
    config = read_config(str(write(tmp_path / "dfix.toml", 'context = "src"\nbaseline = "known.json"\n')))
    assert config.settings.context == str(tmp_path / "src")
    assert config.settings.baseline == str(tmp_path / "known.json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["DF1"]', "unknown key `selct`; did you mean select?"),
        ('select = ["DF000"]', "`select`: there is no rule DF000"),
        ('ignore = ["forein-libc"]', "did you mean foreign-libc?"),
        ('select = "DF1"', "`select`: it is a list of texts"),
        ('min-confidence = "sure"', "`min-confidence`: it is one of possible, likely, certain"),
        ("jobs = 0", "`jobs`: it is a number from 1"),
        ("quiet = 1", "`quiet`: it is true or false"),
        ('fix-ids = ["cgo-of"]', "did you mean cgo-off?"),
        ('[images."x/*"]\nlibcc = "musl"', "unknown key `libcc`; did you mean libc?"),
        ('[images."x/*"]\nlike = "no/such:thing-1"', "`x/*` says nothing: dfix does not know `no/such:thing-1`"),
        ('[per-path."a"]\nformat = "json"', "unknown key `format`"),
        ("a = ", "it is no TOML"),
        ('extend = "dfix.toml"', "it extends itself"),
        ('extend = "none.toml"', "no such file"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "dfix.toml", text + "\n")
    with pytest.raises(ConfigError) as error:
        read_config(str(path))
    assert message in str(error.value)


def test_the_schema_takes_what_dfix_takes(tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = config_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    right = {
        "select": ["DF1"], "prefer": "musl", "context": False, "jobs": 2, "extend": "a.toml", "build-args": {"A": "1"},
        "images": {"x/*": {"libc": "glibc", "libc-version": "2.31"}}, "per-path": {"old/**": {"ignore": ["DF3"]}},
    }  # fmt: skip
    jsonschema.validate(right, schema)
    for wrong in ({"selct": []}, {"prefer": "best"}, {"images": {"x": {}}}, {"per-path": {"a": {"format": "json"}}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "XDG_CONFIG_HOME": str(folder)}
    command = [sys.executable, "-m", "dfix", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=env)


GO = "FROM golang:1.22 AS b\nRUN go build -o /a .\nFROM alpine:3.20\nCOPY --from=b /a /a\nRUN ldconfig /x\n"


def test_each_file_has_its_own_settings(tmp_path: Path) -> None:
    write(tmp_path / "dfix.toml", 'format = "concise"\nexclude = ["skipped"]\ninclude = ["*.build"]\n')
    write(tmp_path / "Dockerfile", GO)
    write(tmp_path / "svc.build", GO)
    write(tmp_path / "skipped/Dockerfile", GO)
    write(tmp_path / "sub/dfix.toml", 'ignore = ["DF1"]\n')
    write(tmp_path / "sub/Dockerfile", GO)
    told = [line.split(" ")[:3] for line in run(tmp_path).stdout.splitlines()]
    assert [(place.split(":")[0], code) for place, _, code in told] == [
        ("Dockerfile", "DF101"), ("Dockerfile", "DF301"), ("svc.build", "DF101"), ("svc.build", "DF301"),
        ("sub/Dockerfile", "DF301"),
    ]  # fmt: skip
    assert "skipped" in run(tmp_path, "skipped/Dockerfile").stdout
    assert run(tmp_path, "--force-exclude", "skipped/Dockerfile").stdout == ""
    words = json.loads(run(tmp_path, "--format", "json", "--select", "DF3", "Dockerfile").stdout)
    assert [finding["code"] for finding in words["files"][0]["findings"]] == ["DF301"]


def test_a_wrong_file_is_told_once(tmp_path: Path) -> None:
    write(tmp_path / "sub/dfix.toml", "selct = []\n")
    for name in ("Dockerfile", "sub/Dockerfile", "sub/Dockerfile.two"):
        write(tmp_path / name, GO)
    result = run(tmp_path)
    assert result.returncode == 2
    assert result.stderr.count("did you mean select?") == 1
    assert "Dockerfile:4:15" in result.stdout
    assert run(tmp_path / "sub").returncode == 2


def test_the_file_in_the_docs_is_right(tmp_path: Path) -> None:
    docs = (Path(__file__).parent.parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")
    shown = docs.split("```toml\n", 1)[1].split("```", 1)[0]
    write(tmp_path / "dfix.toml", "")
    config = read_config(str(write(tmp_path / "x" / "dfix.toml", shown)))
    assert [image.like for image in config.settings.images or ()] == ["debian:12", None]
    assert config.for_file(str(tmp_path / "x/docker/legacy/Dockerfile")).min_confidence is Confidence.CERTAIN


def test_options_of_settings() -> None:
    from dfix.config import Settings

    given = Settings(select=("DF1",), extend_select=("DF3",), extend_ignore=("DF107",), context=False)
    options = options_of(given, "Dockerfile")
    assert (options.select, options.ignore, options.context) == (("DF1", "DF3"), ("DF107",), None)
    assert options_of(Settings(extend_select=("DF3",)), "Dockerfile").select == ()


@pytest.mark.parametrize("key", ["extend", "baseline", "context"])
@pytest.mark.parametrize("way", ["/etc/x.toml", "../x.toml", "link/x.toml"])
def test_what_a_found_file_names_stays_in_the_repository(key: str, way: str, tmp_path: Path) -> None:
    """A pull request may bring a configuration, and must not read elsewhere with it."""
    write(tmp_path / "x.toml", 'min-confidence = "possible"\n')
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository/link").symlink_to(tmp_path)
    write(tmp_path / "repository/dfix.toml", f'{key} = "{way}"\n')
    with pytest.raises(ConfigError, match="leads out of the repository"):
        Finder().for_directory(str(tmp_path / "repository"))


@pytest.mark.parametrize("way", ["/etc", "../outside", "link/outside"])
def test_what_stays_in_the_repository_beside_paths(way: str, tmp_path: Path) -> None:
    """A named build context is a directory that dfix reads, an image's Dockerfile is read too."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository/link").symlink_to(tmp_path)
    for text in (
        f'build-contexts = {{ x = "{way}" }}\n',
        f'lock = "{way}/dfix.lock"\n',
        f'[images.a]\ndockerfile = "{way}/Dockerfile"\n',
        f'[images.a]\ndockerfile = "Dockerfile"\ncontext = "{way}"\n',
    ):
        write(tmp_path / "repository/dfix.toml", text)
        with pytest.raises(ConfigError, match="leads out of the repository"):
            Finder().for_directory(str(tmp_path / "repository"))
    write(tmp_path / "repository/dfix.toml", 'build-contexts = { x = "a", y = "docker-image://alpine:3.20" }\n')
    contexts = Finder().for_directory(str(tmp_path / "repository")).settings.build_contexts
    assert contexts == {"x": str(tmp_path / "repository/a"), "y": "docker-image://alpine:3.20"}


@pytest.mark.parametrize("name", [".dfix.toml", "dfix.toml", "dfix.lock"])
def test_a_found_file_that_is_a_link_out_of_the_repository(name: str, tmp_path: Path) -> None:
    """Its keys and its errors would show what somebody else's file holds."""
    secret = '{"key-of-mine": 1}' if name == "dfix.lock" else "key-of-mine = 1\n"
    write(tmp_path / "secret", secret)
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository" / name).symlink_to("../secret")
    with pytest.raises(ConfigError, match="leads out of the repository") as raised:
        Finder().for_directory(str(tmp_path / "repository"))
    assert "key-of-mine" not in f"{raised.value} {raised.value.help}"


def test_a_project_file_that_is_a_link_out_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path / "secret", "[tool.dfix]\nkey-of-mine = 1\n")
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository/pyproject.toml").symlink_to("../secret")
    assert Finder().for_directory(str(tmp_path / "repository")).path is None


def test_a_found_file_may_be_a_link_within_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "shared.toml", 'min-confidence = "possible"\n')
    (tmp_path / "a").mkdir()
    (tmp_path / "a/dfix.toml").symlink_to("../shared.toml")
    assert Finder().for_directory(str(tmp_path / "a")).settings.min_confidence is Confidence.POSSIBLE


def test_a_file_that_the_user_names_may_point_anywhere(tmp_path: Path) -> None:
    write(tmp_path / "x.toml", 'min-confidence = "possible"\n')
    named = write(tmp_path / "repository/dfix.toml", 'extend = "../x.toml"\n')
    assert read_config(str(named)).settings.min_confidence is Confidence.POSSIBLE


def test_a_found_file_may_name_what_is_above_it_in_its_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "x.toml", 'min-confidence = "possible"\n')
    write(tmp_path / "a/b/dfix.toml", 'extend = "../../x.toml"\n')
    assert Finder().for_directory(str(tmp_path / "a/b")).settings.min_confidence is Confidence.POSSIBLE


@pytest.mark.parametrize("name", ["dfix.toml", ".gitignore"])
def test_nobody_waits_for_a_pipe(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    write(tmp_path / "Dockerfile", "FROM scratch\n")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-m", "dfix", "."],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if name == "dfix.toml" else 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 100_000, "nested too deeply"),
        ("a = " + "{b=" * 100_000, "nested too deeply"),
        ("a" + ".a" * 500_000 + " = 1", "a key has more than 40 parts"),
        ("[a" + " . 'a'" * 100_000 + "]", "a key has more than 40 parts"),
        ("x = {a" + ".a" * 400_000 + " = 1}", "a key has more than 40 parts"),
        ("a = " + "9" * 900_000, "no TOML that dfix reads"),
        ("a" * 1_000_000, "no TOML that dfix reads"),
    ],
    ids=["arrays", "tables", "dotted key", "header", "inline key", "long number", "long name"],
)
def test_a_file_that_is_deep_or_long(text: str, said: str, tmp_path: Path) -> None:
    """A clear error, soon: the standard reader takes minutes for some of them."""
    path = write(tmp_path / "dfix.toml", text)
    begun = time.process_time()
    with pytest.raises(ConfigError, match=said):
        read_config(str(path))
    assert time.process_time() - begun < 5
