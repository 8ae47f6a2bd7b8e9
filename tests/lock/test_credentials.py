"""Where credentials come from: docker's and podman's files, and helpers."""

import base64
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from dfix.lock.registry.challenge import Challenge, challenge_of
from dfix.lock.registry.credentials import Credentials, credentials_for

AUTH = base64.b64encode(b"user:pass:word").decode()
FOUND = Credentials("user", "pass:word")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DOCKER_CONFIG", "REGISTRY_AUTH_FILE", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return tmp_path


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))


def helper(home: Path, name: str, answer: str) -> None:
    path = home / "bin" / f"docker-credential-{name}"
    write(path, f"#!/bin/sh\nread registry\nprintf '{answer}' \"$registry\"\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def ask(registry: str, path: str = "corp/base") -> Credentials | None:
    found = credentials_for(registry, path)
    return found._replace(source="") if found else None


CONFIGS: dict[str, tuple[dict[str, Any], str, Credentials | None]] = {
    "its host": ({"auths": {"registry.corp": {"auth": AUTH}}}, "registry.corp", FOUND),
    "another host": ({"auths": {"registry.corp": {"auth": AUTH}}}, "registry.corp:5000", None),
    "as an address": ({"auths": {"https://registry.corp": {"auth": AUTH}}}, "registry.corp", FOUND),
    "docker.io": ({"auths": {"https://index.docker.io/v1/": {"auth": AUTH}}}, "docker.io", FOUND),
    "user and password": ({"auths": {"r.corp": {"username": "user", "password": "pass:word"}}}, "r.corp", FOUND),
    "the longest path": ({"auths": {"r.corp": {"auth": ""}, "r.corp/corp": {"auth": AUTH}}}, "r.corp", FOUND),
    "an identity token": ({"auths": {"r.corp": {"identitytoken": "abc"}}}, "r.corp", Credentials(identity="abc")),
    "a helper": ({"credHelpers": {"r.corp": "test"}}, "r.corp", Credentials("helped", "r.corp")),
    "a helper before an entry": ({"credHelpers": {"r.corp": "test"}, "auths": {"r.corp": {"auth": AUTH}}}, "r.corp", Credentials("helped", "r.corp")),
    "a store": ({"credsStore": "test", "auths": {"r.corp": {}}}, "r.corp", Credentials("helped", "r.corp")),
    "a store with a token": ({"credsStore": "token"}, "r.corp", Credentials(identity="r.corp")),
    "a store for docker.io": ({"credsStore": "test"}, "docker.io", Credentials("helped", "https://index.docker.io/v1/")),
    "a helper that is not there": ({"credHelpers": {"r.corp": "none"}}, "r.corp", None),
    "a helper that is a path": ({"credHelpers": {"r.corp": "../../bin/sh"}}, "r.corp", None),
    "a helper that fails": ({"credHelpers": {"r.corp": "fails"}}, "r.corp", None),
    "nonsense": ({"auths": {"r.corp": {"auth": "%%%"}}, "credHelpers": 3, "credsStore": 4}, "r.corp", None),
    "no tables": ({"auths": []}, "r.corp", None),
}  # fmt: skip


@pytest.mark.parametrize(("config", "registry", "expected"), CONFIGS.values(), ids=CONFIGS)
def test_docker(config: dict[str, Any], registry: str, expected: Credentials | None, home: Path) -> None:
    write(home / ".docker/config.json", config)
    helper(home, "test", '{"Username": "helped", "Secret": "%s"}')
    helper(home, "token", '{"Username": "<token>", "Secret": "%s"}')
    helper(home, "fails", "credentials not found%s")
    assert ask(registry) == expected


@pytest.mark.parametrize(
    ("variable", "file"),
    [
        ("DOCKER_CONFIG", "elsewhere/config.json"),
        ("REGISTRY_AUTH_FILE", "elsewhere"),
        ("XDG_RUNTIME_DIR", "elsewhere/containers/auth.json"),
        ("XDG_CONFIG_HOME", "elsewhere/containers/auth.json"),
        ("", ".config/containers/auth.json"),
    ],
)
def test_files(variable: str, file: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / file, {"auths": {"r.corp": {"auth": AUTH}}})
    if variable:
        monkeypatch.setenv(variable, str(home / "elsewhere"))
    assert ask("r.corp") == FOUND


def test_no_message_shows_them() -> None:
    assert set(FOUND.secrets) == {"pass:word", AUTH}


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000])
def test_a_wrong_file_has_none(text: str, home: Path) -> None:
    write(home / ".docker/config.json", text)
    assert ask("r.corp") is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('Basic realm="x"', Challenge("basic", "x")),
        ('Bearer realm="https://a/t",service="s",scope="repository:x:pull,push"', Challenge("bearer", "https://a/t", "s", "repository:x:pull,push")),
        ("bearer realm=https://a/t, service=s", Challenge("bearer", "https://a/t", "s")),
        ("Negotiate abc", None),
        ("", None),
        ('Bearer realm="' + "x" * 100_000, Challenge("bearer")),
    ],
)  # fmt: skip
def test_challenges(header: str, expected: Challenge | None) -> None:
    assert challenge_of(header) == expected
