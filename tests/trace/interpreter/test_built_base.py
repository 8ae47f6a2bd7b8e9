"""A base image that the project builds itself: what its Dockerfile does shows in all that is built on it."""

import json
from pathlib import Path

import pytest

from dfix import analyse
from dfix.config import read_config
from dfix.engine import Options
from dfix.images.lock import read_lock
from dfix.plan import BuildOptions
from dfix.run.work import options_of

ALPINE = "FROM alpine:3.20\n"
DEBIAN = "FROM debian:12-slim\n"
TOOL = (
    "FROM golang:1.22 AS build\nRUN go build -race -o /tool .\nFROM debian:12\nCOPY --from=build /tool /usr/bin/tool\n"
)
SERVICE = "FROM golang:1.22 AS build\nRUN go build -race -o /app .\nFROM corp/base:1\nCOPY --from=build /app /app\n"
CASES: dict[str, tuple[dict[str, str], list[str]]] = {
    "on another libc": ({"base/Dockerfile": ALPINE, "Dockerfile": SERVICE}, ["DF101"]),
    "on the right one": ({"base/Dockerfile": DEBIAN, "Dockerfile": SERVICE}, []),
    "a package of the base counts": (
        {
            "base/Dockerfile": f"{DEBIAN}RUN apt-get update && apt-get install -y bash python3\n",
            "Dockerfile": 'FROM corp/base:1\nCMD ["python3", "-m", "app"]\n',
        },
        [],
    ),
    "what the base lacks": (
        {"base/Dockerfile": DEBIAN, "Dockerfile": 'FROM corp/base:1\nCMD ["python3", "-m", "app"]\n'},
        ["DF501"],
    ),
    "a base on a base": (
        {"base/Dockerfile": "FROM corp/lower:1\nRUN true\n", "lower/Dockerfile": ALPINE, "Dockerfile": SERVICE},
        ["DF101"],
    ),
    "a base on itself": ({"base/Dockerfile": "FROM corp/base:1\n", "Dockerfile": SERVICE}, []),
    "two bases in a circle": (
        {"base/Dockerfile": "FROM corp/lower:1\n", "lower/Dockerfile": "FROM corp/base:1\n", "Dockerfile": SERVICE},
        [],
    ),
    "no Dockerfile": ({"Dockerfile": SERVICE}, []),
    "no stage in it": ({"base/Dockerfile": "# nothing\n", "Dockerfile": SERVICE}, []),
    "what the base's own file does wrong is said there": (
        {"base/Dockerfile": f"FROM golang:1.22 AS b\nRUN go build -race -o /a .\n{ALPINE}COPY --from=b /a /a\n", "Dockerfile": "FROM corp/base:1\nRUN true\n"},
        [],
    ),
    "a file of the base is copied out": (
        {"base/Dockerfile": TOOL, "Dockerfile": f"{ALPINE}COPY --from=corp/base:1 /usr/bin/tool /usr/bin/tool\n"}, ["DF101"],
    ),
    "a variable of the base": (
        {"base/Dockerfile": f"{ALPINE}ENV CGO_ENABLED=0\nRUN apk add --no-cache go\n", "Dockerfile": "FROM corp/base:1 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n"},
        [],
    ),
}  # fmt: skip


def write(folder: Path, files: dict[str, str]) -> bytes:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return (folder / "Dockerfile").read_bytes()


@pytest.mark.parametrize(("files", "codes"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("teller", ["lock", "configuration"])
def test_a_base_of_the_project(teller: str, files: dict[str, str], codes: list[str], tmp_path: Path) -> None:
    data = write(tmp_path, files)
    if teller == "lock":
        built = {f"corp/{name}:1": {"dockerfile": f"{name}/Dockerfile", "context": name} for name in ("base", "lower")}
        table = {"version": 1, "images": [], "built": built}
        lock = read_lock(str(tmp_path / "dfix.lock"), json.dumps(table).encode())
        options = Options(BuildOptions(lock=lock))
    else:
        tables = (f'[images."corp/{name}"]\ndockerfile = "{name}/Dockerfile"\n' for name in ("base", "lower"))
        (tmp_path / "dfix.toml").write_text("".join(tables))
        options = options_of(read_config(str(tmp_path / "dfix.toml")).settings, "<x>")
    analysis = analyse(data, options)
    assert [finding.code for finding in analysis.findings] == codes
    for finding in analysis.findings:
        assert all(place.span.end <= len(data) for place in finding.chain)


def test_the_target_and_the_platform(tmp_path: Path) -> None:
    data = write(
        tmp_path, {"base/Dockerfile": f"{DEBIAN}FROM alpine:3.20 AS run\nFROM busybox\n", "Dockerfile": SERVICE}
    )
    (tmp_path / "dfix.toml").write_text('[images."corp/*"]\ndockerfile = "base/Dockerfile"\ntarget = "run"\n')
    options = options_of(read_config(str(tmp_path / "dfix.toml")).settings, "<x>")
    (finding,) = analyse(data, options).findings
    assert "Alpine 3.20" in finding.message


def test_a_lock_file_leads_nowhere_else(tmp_path: Path) -> None:
    data = write(tmp_path / "project", {"Dockerfile": SERVICE})
    write(tmp_path, {"Dockerfile": ALPINE})
    for path in ("../Dockerfile", str(tmp_path / "Dockerfile"), "link"):
        (tmp_path / "project/link").unlink(missing_ok=True)
        (tmp_path / "project/link").symlink_to(tmp_path / "Dockerfile")
        table = {"version": 1, "images": [], "built": {"corp/base:1": {"dockerfile": path}}}
        lock = read_lock(str(tmp_path / "project/dfix.lock"), json.dumps(table).encode())
        assert analyse(data, Options(BuildOptions(lock=lock))).findings == ()
