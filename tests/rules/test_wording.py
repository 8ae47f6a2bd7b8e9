"""The error that a message names is the one that the user will see, and no directory is called a program."""

import pytest

from dfix import Confidence, Finding, Options, analyse

GO = "FROM golang:1.22 AS build\nRUN go build -o /out/app .\nFROM {base}\nCOPY --from=build /out/app /srv/app\n{end}\n"
BOTH = "`not found`, or in exec form with `no such file or directory`"
EXEC = "`exec /srv/app: no such file or directory`"


def findings(text: str) -> list[Finding]:
    """All findings, however unsure."""
    return list(analyse(text, Options(min_confidence=Confidence.POSSIBLE)).findings)


@pytest.mark.parametrize(
    ("end", "error"),
    [
        pytest.param('ENTRYPOINT ["/srv/app"]', f"the start fails with {EXEC}", id="exec form"),
        pytest.param('CMD ["/srv/app", "serve"]', f"the start fails with {EXEC}", id="CMD in exec form"),
        pytest.param("ENTRYPOINT /srv/app --x", "the shell answers `not found`", id="shell form"),
        pytest.param("CMD exec /srv/app", "the shell answers `not found`", id="exec in a shell"),
        pytest.param("RUN /srv/app --version", "the shell answers `not found`", id="RUN in shell form"),
        pytest.param('RUN ["/srv/app", "--version"]', f"the start fails with {EXEC}", id="RUN in exec form"),
        pytest.param('WORKDIR /srv\nENTRYPOINT ["./app"]', f"the start fails with {EXEC}", id="a relative path"),
        pytest.param(
            'ENTRYPOINT ["/start.sh"]\nCMD ["/srv/app"]', f"the start fails with {BOTH}", id="another starts it"
        ),
        pytest.param('RUN /srv/app init\nCMD ["/srv/app"]', f"the start fails with {BOTH}", id="in both forms"),
        pytest.param("", f"the start fails with {BOTH}", id="nothing is said of it"),
    ],
)
def test_a_foreign_program_fails_as_it_is_started(end: str, error: str) -> None:
    (finding,) = (one for one in findings(GO.format(base="alpine:3.20", end=end)) if one.code == "DF101")
    assert finding.why == f"its loader /lib64/ld-linux-x86-64.so.2 is not there, so {error}"


def test_an_entrypoint_of_the_base_image_may_start_the_words_of_cmd() -> None:
    text = GO.format(base="node:20-alpine", end='CMD ["/srv/app"]')
    assert [BOTH in one.why for one in findings(text)] == [True]


@pytest.mark.parametrize(
    ("end", "error"),
    [('ENTRYPOINT ["/srv/app"]', EXEC), ("", "`no such file or directory`"), ('CMD ["/srv/other"]', "`no such file")],
)
@pytest.mark.parametrize("base", ["scratch", "gcr.io/distroless/static-debian12"])
def test_without_a_shell_only_exec_form_is_left(base: str, end: str, error: str) -> None:
    (finding,) = findings(GO.format(base=base, end=end))
    assert finding.why.startswith(f"its loader is not there, so the start fails with {error}")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param(
            'ENTRYPOINT ["bash", "-c", "x"]', '`exec: "bash": executable file not found in $PATH`', id="by name"
        ),
        pytest.param(
            'CMD ["/bin/bash"]', '`exec: "/bin/bash": stat /bin/bash: no such file or directory`', id="by its path"
        ),
        pytest.param("RUN bash -c 'echo a'", "the shell answers `bash: not found`", id="in a RUN"),
        pytest.param('RUN ["perl", "-v"]', '`exec: "perl": executable file not found in $PATH`', id="in an exec RUN"),
        pytest.param(
            'COPY --chmod=755 <<E /run.sh\n#!/bin/bash\nE\nENTRYPOINT ["/run.sh"]',
            "`exec /run.sh: no such file or directory`, although the script is there",
            id="by a script in exec form",
        ),
        pytest.param(
            "COPY --chmod=755 <<E /run.sh\n#!/bin/bash\nE\nENTRYPOINT /run.sh",
            "the shell answers `not found`, although the script is there",
            id="by a script in shell form",
        ),
        pytest.param(
            'COPY --chmod=755 <<E /run.sh\n#!/usr/bin/env bash\nE\nENTRYPOINT ["/run.sh"]',
            "`env` answers `can't execute 'bash'`, although the script is there",
            id="by a script through env",
        ),
    ],
)
def test_a_missing_interpreter(text: str, error: str) -> None:
    (finding,) = findings(f"FROM alpine:3.20\n{text}\n")
    assert finding.code == "DF501"
    assert error in finding.why


@pytest.mark.parametrize(
    ("line", "end", "error"),
    [
        (
            "#!/bin/sh",
            '["/run.sh"]',
            r"the kernel looks for `/bin/sh\r`, so the start fails with `exec /run.sh: no such",
        ),
        ("#!/bin/sh", "/run.sh", r"the kernel looks for `/bin/sh\r`, so the shell answers `not found`"),
        ("#!/usr/bin/env sh", '["/run.sh"]', r"`env` looks for `sh\r` and answers `No such file or directory`"),
    ],
)
def test_a_carriage_return(line: str, end: str, error: str) -> None:
    text = f"FROM alpine:3.20\nCOPY --chmod=755 <<E /run.sh\n{line}\r\nE\nENTRYPOINT {end}\n"
    (finding,) = (one for one in findings(text) if one.code == "DF502")
    assert finding.why.startswith(error)


MAKE = "FROM {builder} AS build\nRUN {command}\nFROM {base}\nCOPY --from=build /out {target}\n"
INSTALL = "./configure --prefix=/usr/local && make && make install DESTDIR=/out"
ARCH = (
    "FROM --platform=$BUILDPLATFORM rust:1.88 AS build\nRUN cargo install --root /out ripgrep\n"
    "FROM debian:trixie\nCOPY --from=build /out/bin /opt/bin\n"
)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        pytest.param(
            MAKE.format(builder="gcc:14", command=INSTALL, base="alpine:3.20", target="/"),
            "DF101",
            "programs in `/usr/local/bin` cannot start in the final stage: they need glibc,",
            id="a root",
        ),
        pytest.param(
            MAKE.format(builder="gcc:14", command="make", base="alpine:3.20", target="/usr/local/lib").replace(
                "/out", "/usr/local/lib"
            ),
            "DF101",
            "libraries in `/usr/local/lib` were built for glibc and land in the final stage, where programs use musl",
            id="a directory of libraries",
        ),
        pytest.param(
            MAKE.format(builder="golang:1.22", command="go build -o /out/ ./cmd/...", base="scratch", target="/srv"),
            "DF102",
            "programs in `/srv` cannot start in the final stage: they need glibc, and scratch has no libc at all",
            id="no libc",
        ),
        pytest.param(
            MAKE.format(builder="gcc:14-bookworm", command=INSTALL, base="debian:11", target="/"),
            "DF103",
            "programs in `/usr/local/bin` need GLIBC_2.34,",
            id="a newer glibc",
        ),
        pytest.param(
            ARCH, "DF104", "programs in `/opt/bin` are built for the build machine,", id="another architecture"
        ),
        pytest.param(
            MAKE.format(
                builder="rust:1.88-bookworm",
                command="cargo install --root /out ripgrep",
                base="gcr.io/distroless/base-debian12",
                target="/srv",
            ),
            "DF105",
            "programs in `/srv/bin` need `libgcc_s.so.1`",
            id="a missing library",
        ),
        pytest.param(
            "FROM elixir:1.16-slim AS build\nWORKDIR /src\nRUN mix release\n"
            "FROM alpine:3.20\nCOPY --from=build /src/_build/dev/rel/app /app\n",
            "DF101",
            "programs in `/app` cannot start in the final stage: they need glibc,",
            id="a release of Elixir",
        ),
        pytest.param(
            "FROM alpine:3.20\nRUN wget -qO- https://example.com/tool-x86_64-unknown-linux-gnu.tar.gz | tar xz -C /opt\n",
            "DF106",
            "the download in `/opt` is built for glibc,",
            id="a download",
        ),
        pytest.param(
            MAKE.format(
                builder="rust:1", command="cargo install --root /out x", base="debian:trixie-slim", target="/srv"
            ),
            "DF107",
            "programs in `/srv/bin` are built in `rust:1`,",
            id="a moving builder",
        ),
        pytest.param(
            "FROM node:20 AS build\nRUN npm install -g bcrypt\nFROM node:20-alpine3.20\nCOPY --from=build /usr/local /usr/local\n",
            "DF201",
            "`/usr/local/lib/node_modules` holds Node packages",
            id="an environment",
        ),
        pytest.param(
            "FROM python:3.11 AS build\nRUN python -m venv /venv\nFROM gcr.io/distroless/python3-debian12\nCOPY --from=build /venv /venv\n",
            "DF202",
            "the scripts in `/venv` use `/usr/local/bin/python3`,",
            id="a virtual environment",
        ),
    ],
)
def test_a_directory_is_no_program(text: str, code: str, message: str) -> None:
    found = [one.message for one in findings(text) if one.code == code]
    assert [one for one in found if one.startswith(message)], found


@pytest.mark.parametrize("path", ["/usr/bin/jq", "/usr/local/bin/jq", "/sbin/jq"])
def test_a_file_in_a_directory_of_programs_is_named(path: str) -> None:
    text = (
        f"FROM debian:12 AS tools\nRUN apt-get install -y jq\nFROM alpine:3.20\nCOPY --from=tools /usr/bin/jq {path}\n"
    )
    assert [one.message.split(":")[0] for one in findings(text)] == [f"`{path}` cannot start in the final stage"]


def test_an_unknown_part_of_a_path_is_shown_as_such() -> None:
    text = GO.format(base="alpine:3.20", end="").replace("/srv/app", "/srv/$NAME/app")
    assert [one.message.split(" ")[0] for one in findings(f"ARG NAME\n{text}")] == ["`/srv/…/app`"]
