"""The command line as a user meets it: output, exit codes, and what becomes of the files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN = "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n"
FIXED = BROKEN.replace("go build", "CGO_ENABLED=0 go build")
UNSAFE = (
    "FROM rust:1.80-bookworm AS b\nWORKDIR /s\nRUN cargo build --release\n"
    "FROM alpine:3.20\nCOPY --from=b /s/target/release/a /a\n"
)


def dfix(*words: str, cwd: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment}
    return subprocess.run(
        [sys.executable, "-m", "dfix", *words], cwd=cwd, input=stdin, capture_output=True, check=False, env=env
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text(BROKEN)
    return tmp_path


def test_findings_left(folder: Path) -> None:
    result = dfix(cwd=folder)
    assert result.returncode == 1
    assert result.stdout.startswith(b"Dockerfile:4:19: error DF101 foreign-libc: ")
    assert result.stderr == b"checked 1 file: 1 finding in 1 file (1 safe fix: --write)\n"
    assert (folder / "Dockerfile").read_text() == BROKEN


def test_write(folder: Path) -> None:
    result = dfix("--write", "Dockerfile", cwd=folder)
    assert (result.returncode, result.stdout) == (0, b"")
    assert result.stderr == (
        b"Dockerfile:4: DF101 repaired by cgo-off: build with CGO_ENABLED=0 (probably cures)\n"
        b"checked 1 file: repaired 1 finding in 1 file; none left\n"
    )
    assert (folder / "Dockerfile").read_text() == FIXED
    assert dfix("--write", "Dockerfile", cwd=folder).returncode == 0
    assert (folder / "Dockerfile").read_text() == FIXED


def test_unsafe_fixes_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(UNSAFE)
    assert dfix("--write", cwd=tmp_path).returncode == 1
    assert (tmp_path / "Dockerfile").read_text() == UNSAFE
    assert dfix("--write", "--unsafe-fixes", cwd=tmp_path).returncode == 0
    assert "FROM rust:1.80-alpine3.20" in (tmp_path / "Dockerfile").read_text()


def test_diff(folder: Path) -> None:
    result = dfix("--diff", cwd=folder)
    assert result.returncode == 1
    subprocess.run(["git", "apply", "-"], cwd=folder, input=result.stdout, check=True)
    assert (folder / "Dockerfile").read_text() == FIXED


def test_standard_input(tmp_path: Path) -> None:
    result = dfix("-", "--stdin-filename", "x/Dockerfile", cwd=tmp_path, stdin=BROKEN.encode())
    assert result.returncode == 1
    assert result.stdout.startswith(b"x/Dockerfile:4:19: ")


def test_standard_input_repaired(tmp_path: Path) -> None:
    """What a format-on-save editor expects: the whole text out, messages on standard error."""
    result = dfix("--write", "-", cwd=tmp_path, stdin=BROKEN.encode())
    assert (result.returncode, result.stdout) == (0, FIXED.encode())
    result = dfix("--write", "-", cwd=tmp_path, stdin=UNSAFE.encode())
    assert (result.returncode, result.stdout) == (1, UNSAFE.encode())
    assert b"DF101" in result.stderr
    assert dfix("--write", "--exit-zero", "-", cwd=tmp_path, stdin=UNSAFE.encode()).returncode == 0


@pytest.mark.parametrize("data", [b"\0\1\2", b"", b"FOO\n", b"\xff\xfe"])
def test_standard_input_is_never_lost(data: bytes, tmp_path: Path) -> None:
    assert dfix("--write", "-", cwd=tmp_path, stdin=data).stdout == data


def test_json(folder: Path) -> None:
    result = dfix("--format", "json", "Dockerfile", "missing", cwd=folder)
    assert result.returncode == 2
    output = json.loads(result.stdout)
    assert output["version"] == 1
    first, second = output["files"]
    (finding,) = first["findings"]
    assert first["error"] is None
    assert {key: finding[key] for key in ("code", "name", "severity", "confidence", "stage")} == {
        "code": "DF101",
        "name": "foreign-libc",
        "severity": "error",
        "confidence": "likely",
        "stage": "1",
    }
    assert finding["start"] == {"line": 4, "column": 19}
    assert finding["end"] == {"line": 4, "column": 23}
    assert [link["line"] for link in finding["chain"]] == [1, 2, 3, 4]
    assert finding["fixes"][0]["applicability"] == "safe"
    assert finding["fixes"][0]["edits"] == [
        {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 5}, "text": "CGO_ENABLED=0 "}
    ]
    assert second["error"].startswith("there is no such file")


def test_one_bad_file_does_not_lose_the_others(folder: Path) -> None:
    (folder / "odd name, no Dockerfile").write_text(BROKEN)
    (folder / "binary").write_bytes(b"\0")
    result = dfix("--write", "binary", "missing", "odd name, no Dockerfile", "Dockerfile", cwd=folder)
    assert result.returncode == 2
    assert result.stderr.splitlines()[:2] == [
        b"binary: error: this is a binary file; name a Dockerfile",
        b"missing: error: there is no such file; check the path",
    ]
    assert (folder / "odd name, no Dockerfile").read_text() == FIXED
    assert (folder / "Dockerfile").read_text() == FIXED


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("FROM a\nFOO\n", 2, id="unknown instruction"),
        pytest.param("RUN a\n", 1, id="no FROM"),
        pytest.param("FROM a\nRUN <<E\n", 2, id="unclosed heredoc"),
        pytest.param("FROM a AS x\nCOPY --from=x /a /a\n", 1, id="circular stage"),
        pytest.param("FROM a\nCOPY --from=9 /a /a\n", 2, id="missing stage"),
        pytest.param("RUN a b\\\n" * 190_000, 1, id="1.7 MB of continuation"),
    ],
)
def test_bad_text_is_one_finding(text: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(text)
    result = dfix("--write", cwd=tmp_path)
    assert result.returncode == 1
    heads = [row for row in result.stdout.splitlines() if row.startswith(b"Dockerfile:")]
    assert len(heads) == 1
    assert heads[0].startswith(f"Dockerfile:{line}:".encode())
    assert b"DF001" in heads[0]
    assert (tmp_path / "Dockerfile").read_text() == text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--select", "DF777"], b"there is no rule DF777"),
        (["--write", "--diff"], b"exclude each other"),
        (["--format", "xml"], b"'xml' is not one of"),
        (["--target", "nope"], b"no stage is named `nope`"),
        (["empty"], b"no Dockerfile in this directory"),
        (["--nonsense"], b"--nonsense"),
    ],
)
def test_misuse(words: list[str], says: bytes, folder: Path) -> None:
    (folder / "empty").mkdir()
    result = dfix(*words, cwd=folder)
    assert result.returncode == 2
    assert says in result.stderr
    assert b"Traceback" not in result.stderr


def test_explain(tmp_path: Path) -> None:
    for word in ("df101", "foreign-libc"):
        result = dfix("explain", word, cwd=tmp_path)
        assert result.returncode == 0
        assert result.stdout.startswith(b"# DF101 foreign-libc\n")
    assert b"did you mean foreign-libc?" in dfix("explain", "forein-libc", cwd=tmp_path).stderr


def test_version_and_help(tmp_path: Path) -> None:
    assert dfix("--version", cwd=tmp_path).stdout.startswith(b"dfix, version ")
    assert b"Exit codes: 0 nothing left" in dfix("--help", cwd=tmp_path).stdout.replace(b"\n  ", b" ")


def test_quiet(folder: Path) -> None:
    result = dfix("--quiet", cwd=folder)
    assert (result.returncode, result.stdout, result.stderr) == (1, b"", b"")


def test_color(folder: Path) -> None:
    assert b"\x1b[" not in dfix(cwd=folder).stdout
    assert b"\x1b[31;1m" in dfix("--color", "always", cwd=folder).stdout


def test_shell_completion(tmp_path: Path) -> None:
    shown = dfix(cwd=tmp_path, _DFIX_COMPLETE="bash_source")
    assert b"_DFIX_COMPLETE=bash_complete" in shown.stdout


def test_hostile_text_reaches_the_terminal_escaped(tmp_path: Path) -> None:
    hostile = "\x1b[2J\u202e::error::\x07"
    text = f"FROM golang:1.22 AS b\nRUN go build -o '/a{hostile}' .\nFROM alpine:3.20\nCOPY --from=b '/a{hostile}' /x\n"
    (tmp_path / "Dockerfile").write_text(text)
    shown = dfix(cwd=tmp_path).stdout.decode()
    assert "DF101" in shown
    assert not set("\x1b\x07\u202e") & set(shown)
    assert "\\x1b[2J\\u202e::error::\\x07" in shown


def test_an_own_fault_concerns_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that names the file and asks for a report; the other files go on."""
    from click.testing import CliRunner

    from dfix import cli
    from dfix.run import work
    from dfix.syntax import Dockerfile, parse
    from dfix.text import Source

    def fail(source: Source) -> Dockerfile:
        if source.data == b"FROM bad\n":
            raise RuntimeError("boom")
        return parse(source)

    (folder / "Dockerfile.bad").write_bytes(b"FROM bad\n")
    monkeypatch.setattr(work, "parse", fail)
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(cli.main, ["."])
    assert result.exit_code == 3
    assert "Dockerfile.bad: error: dfix failed on this file (RuntimeError: boom); please report it" in result.output
    assert "Dockerfile:4:19" in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["Dockerfile", "x/"],
        ["--write", "-", "--stdin-filename", "x/Dockerfile"],
        ["-q", "--diff", "--unsafe-fixes", "a"],
        ["--write", "--exit-zero", "--quiet", "a", "b"],
    ],
)
def test_the_short_way_in_means_what_click_means(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that are read without click give the very request that click gives."""
    import dfix.cli.check as check_command
    from dfix import cli
    from dfix.__main__ import plain_request

    requests: list[object] = []
    monkeypatch.setattr(check_command, "run", lambda request: requests.append(request) or 0)
    with pytest.raises(SystemExit):
        cli.main(words)
    assert [plain_request(words)] == requests


@pytest.mark.parametrize(
    "words", [["--nonsense"], ["--select", "DF1"], ["--write", "--diff"], ["--stdin-filename"], ["--help"]]
)
def test_all_other_words_are_clicks(words: list[str]) -> None:
    from dfix.__main__ import plain_request

    assert plain_request(words) is None


def test_a_reader_that_goes_away(folder: Path) -> None:
    """`dfix | head -0`: no traceback."""
    (folder / "Dockerfile").write_text(BROKEN * 200)
    command = f"{sys.executable} -m dfix Dockerfile | true"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    shown = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, check=False, env=env)
    assert b"Traceback" not in shown.stderr


def test_the_context_is_the_files_folder_unless_told_otherwise(tmp_path: Path) -> None:
    text = "FROM golang:1.22 AS b\nCOPY . .\nRUN make\nFROM alpine:3.20\nCOPY --from=b /go/app /app\n"
    (tmp_path / "sub" / "empty").mkdir(parents=True)
    (tmp_path / "sub" / "Dockerfile").write_text(text)
    (tmp_path / "sub" / "Makefile").write_text("app:\n\tgo build -o app .\n")
    assert dfix("sub", cwd=tmp_path).returncode == 1
    assert dfix("sub", "--no-context", cwd=tmp_path).returncode == 0
    assert dfix("sub", "--context", "sub/empty", cwd=tmp_path).returncode == 0
    assert dfix("-", "--stdin-filename", "sub/Dockerfile", cwd=tmp_path, stdin=text.encode()).returncode == 1
    assert dfix("-", cwd=tmp_path, stdin=text.encode()).returncode == 0


GO = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--fix-id", "cgo-off"), "CGO_ENABLED=0 go build"),
        (("--fix-id", "DF101:2"), "FROM golang:1.22-alpine3.20"),
        (("--fix-id", "df101:move-runtime"), "FROM debian:bookworm-slim"),
        (("--unsafe-fixes", "--prefer", "compat"), "apk add --no-cache gcompat"),
        (("--prefer", "glibc"), "CGO_ENABLED=0 go build"),
    ],
)
def test_a_repair_is_chosen(words: tuple[str, ...], expected: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO)
    assert dfix("--write", *words, cwd=tmp_path).returncode == 0
    assert expected in (tmp_path / "Dockerfile").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--write", "--fix-id", "cgo-of"), b"did you mean cgo-off?"),
        (("--write", "--fix-id", "DF000:1"), b"there is no fix DF000:1"),
        (("--fix-id", "cgo-off"), b"--fix-id needs --write or --diff"),
        (("--write", "--prefer", "uclibc"), b"Invalid value for '--prefer'"),
    ],
)
def test_a_choice_that_makes_no_sense(words: tuple[str, ...], message: bytes, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO)
    result = dfix(*words, cwd=tmp_path)
    assert result.returncode == 2
    assert message in result.stderr
    assert (tmp_path / "Dockerfile").read_text() == GO


def test_a_repair_that_only_probably_cures_says_so(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(GO)
    result = dfix("--write", "--fix-id", "install-compat", cwd=tmp_path)
    assert b"install gcompat (may cure)" in result.stderr


def test_a_blocked_repair_is_shown_with_its_reason(tmp_path: Path) -> None:
    text = (
        "FROM debian:12-slim AS b\nRUN apt-get update && apt-get install -y frobnicator\n"
        "FROM scratch\nCOPY --from=b /usr/bin/frobnicator /usr/bin/frobnicator\nRUN true\n"
        'CMD ["/usr/bin/frobnicator"]\n'
    )
    (tmp_path / "Dockerfile").write_text(text)
    result = dfix("--write", "--unsafe-fixes", cwd=tmp_path)
    assert result.returncode == 1
    assert b"not possible: run on Debian 12" in result.stdout
    assert b"because distroless base-debian12 has no shell for the RUN in it" in result.stdout


def test_a_diff_of_several_files_applies(tmp_path: Path) -> None:
    for name, text in (("a/Dockerfile", GO), ("b/Dockerfile", GO.replace("\n", "\r\n")), ("c/Dockerfile", GO.rstrip())):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(text.encode())
    changes = dfix("--diff", cwd=tmp_path).stdout
    subprocess.run(["patch", "-p1", "--binary"], cwd=tmp_path, input=changes, check=True, capture_output=True)
    for name in "abc":
        assert b"CGO_ENABLED=0 go build" in (tmp_path / name / "Dockerfile").read_bytes()
    assert (tmp_path / "b/Dockerfile").read_bytes().count(b"\r\n") == 4
    assert not (tmp_path / "c/Dockerfile").read_bytes().endswith(b"\n")


def test_the_commands_are_known_without_click() -> None:
    from dfix.__main__ import COMMANDS
    from dfix.cli import COMMANDS as CLICKS

    assert set(CLICKS) == COMMANDS


def test_a_file_that_is_named_like_a_command(folder: Path) -> None:
    (folder / "rules").write_text(BROKEN)
    assert dfix("rules", cwd=folder).stdout.startswith(b"DF001 syntax-error: ")
    assert dfix("./rules", cwd=folder).stdout.startswith(b"./rules:4:19: ")
    assert dfix("check", "rules", cwd=folder).stdout.startswith(b"rules:4:19: ")


def test_statistics(folder: Path) -> None:
    (folder / "Dockerfile").write_text(BROKEN + "RUN ldconfig /a\nRUN ldconfig /b\n")
    result = dfix("--statistics", cwd=folder)
    assert result.stdout == b"2 DF301 useless-ldconfig (2 with a fix)\n1 DF101 foreign-libc (1 with a fix)\n"


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_many_files_in_their_order(tmp_path: Path, jobs: str) -> None:
    for number in range(40):
        (tmp_path / f"Dockerfile.{number:02}").write_text(BROKEN if number % 2 else "FROM alpine:3.20\n")
    (tmp_path / "Dockerfile.07").write_bytes(b"\0")
    result = dfix("--format", "concise", "--jobs", jobs, cwd=tmp_path)
    told = [line.split(b":")[0].decode() for line in result.stdout.splitlines()]
    assert told == [f"Dockerfile.{number:02}" for number in range(40) if number % 2]
    assert result.returncode == 2
    assert dfix("--write", "--jobs", jobs, cwd=tmp_path).returncode == 2
    assert (tmp_path / "Dockerfile.39").read_text() == FIXED


def test_images(tmp_path: Path) -> None:
    result = dfix("images", "golang:1.22", "node:20-alpine3.20", cwd=tmp_path)
    assert result.returncode == 0
    assert b"golang:1.22: Debian 12, glibc 2.36\n" in result.stdout
    assert b"node:20-alpine3.20: Alpine 3.20, musl 1.2.5\n" in result.stdout
    assert dfix("images", "registry.corp/x", cwd=tmp_path).returncode == 1
    assert b"is no image reference" in dfix("images", "A B", cwd=tmp_path).stderr
    (tmp_path / "dfix.toml").write_text('[images."registry.corp/*"]\nlike = "debian:12"\n')
    told = json.loads(dfix("images", "--format", "json", "registry.corp/x", cwd=tmp_path).stdout)
    assert told[0]["libc_version"] == "2.36"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(tmp_path: Path, shell: str) -> None:
    assert b"_DFIX_COMPLETE" in dfix("completion", shell, cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dfix ex", "explain"),
        ("dfix --wri", "--write"),
        ("dfix explain DF10", "DF101"),
        ("dfix review --ba", "--base"),
        ("dfix --format sa", "sarif"),
    ],
)
def test_words_are_completed(tmp_path: Path, words: str, expected: str) -> None:
    position = str(len(words.split()) - 1)
    result = dfix(cwd=tmp_path, _DFIX_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=position)
    assert expected in [line.split(",")[-1] for line in result.stdout.decode().splitlines()]


def test_schemas_hold_what_dfix_writes(folder: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(dfix("schema", "output", cwd=folder).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    (folder / "Dockerfile.bad").write_bytes(b"\0")
    output = json.loads(dfix("--format", "json", cwd=folder).stdout)
    jsonschema.validate(output, schema)
    assert [bool(entry["error"]) for entry in output["files"]] == [False, True]


def test_the_baseline_holds_what_is_known(folder: Path) -> None:
    result = dfix("--write-baseline", cwd=folder)
    assert (result.returncode, result.stderr) == (0, b".dfix-baseline.json: 1 finding known from now on\n")
    words = ("--baseline", ".dfix-baseline.json")
    result = dfix(*words, cwd=folder)
    assert (result.returncode, result.stderr) == (
        0,
        b"checked 1 file: no findings; 1 finding known from the baseline\n",
    )
    # Lines move, a new fault comes: only that one is told, and only that one is repaired.
    (folder / "Dockerfile").write_text("# a comment\n\n" + BROKEN + "RUN ldconfig /lib\n")
    result = dfix(*words, "--format", "concise", cwd=folder)
    assert b"DF301" in result.stdout
    assert b"DF101" not in result.stdout
    dfix(*words, "--write", cwd=folder)
    assert (folder / "Dockerfile").read_text() == "# a comment\n\n" + BROKEN


def test_a_baseline_that_is_none(folder: Path) -> None:
    (folder / "b.json").write_text("{}")
    for name, message in (("b.json", b"it is no baseline of dfix"), ("c.json", b"no such file")):
        result = dfix("--baseline", name, cwd=folder)
        assert result.returncode == 2
        assert message in result.stderr


def test_a_baseline_that_cannot_be_written(folder: Path) -> None:
    result = dfix("--write-baseline", "--baseline", "nowhere/b.json", cwd=folder)
    assert (result.returncode, b"nowhere/b.json: error: no such file" in result.stderr) == (2, True)


def test_watching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks at once, and again when a file has changed; ^C ends it."""
    from dfix.run import watch

    path = tmp_path / "Dockerfile"
    path.write_text("FROM a\n")
    answers, pauses = iter([1, 0]), iter([lambda: None, lambda: path.write_text("FROM abc\n"), lambda: None])

    def pause(seconds: float) -> None:
        step = next(pauses, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr(watch.time, "sleep", pause)
    with pytest.raises(KeyboardInterrupt):
        watch.watch(lambda: [str(path)], lambda: next(answers))
    assert next(answers, "none left") == "none left"


@pytest.mark.parametrize("words", [["--format", "json", "Dockerfile"], ["rules"], ["Dockerfile"]])
def test_no_module_of_the_current_directory_is_run(words: list[str], tmp_path: Path) -> None:
    for name in ("json", "re", "click", "os", "gc", "difflib", "tree_sitter"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'pwned')!r}, 'w')\n")
    (tmp_path / "Dockerfile").write_text(
        "FROM golang:1.22\nRUN go build -o /a .\nFROM alpine:3.20\nCOPY --from=0 /a /a\n"
    )
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([sys.executable, "-m", "dfix", *words], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert not (tmp_path / "pwned").exists()


def test_add_ignores(folder: Path) -> None:
    result = dfix("--add-ignores", "runs under gcompat", cwd=folder)
    assert (result.returncode, result.stdout) == (0, b"")
    assert result.stderr == (
        b"Dockerfile:4: DF101 suppressed: runs under gcompat\n"
        b"checked 1 file: suppressed 1 finding in 1 file; none left\n"
    )
    text = BROKEN.replace("COPY", "# dfix: ignore=DF101 -- runs under gcompat\nCOPY")
    assert (folder / "Dockerfile").read_text() == text
    assert dfix(cwd=folder).returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [(["--add-ignores", "x", "--write"], b"excludes"), (["--add-ignores", "a\nb"], b"one line of text")],
)
def test_add_ignores_misused(words: list[str], says: bytes, folder: Path) -> None:
    result = dfix(*words, cwd=folder)
    assert result.returncode == 2
    assert says in result.stderr
    assert (folder / "Dockerfile").read_text() == BROKEN


@pytest.mark.parametrize("text", [BROKEN, BROKEN + "# no stage of its own\n", "\0"])
def test_add_ignores_to_standard_input_gives_the_text_alone(text: str, tmp_path: Path) -> None:
    result = dfix("--add-ignores", "x", "--select", "DF3", "-", cwd=tmp_path, stdin=text.encode())
    assert result.stdout == text.encode()
    whole = dfix("--add-ignores", "x", "-", cwd=tmp_path, stdin=b"# nothing\n")
    assert whole.stdout == b"# nothing\n"
    assert b"DF001" in whole.stderr
