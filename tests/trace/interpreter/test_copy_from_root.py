"""Where copies land, and what is left of an artifact on its way."""

import pytest

from dfix import analyse

BUILD = "FROM golang:1.22 AS b\nWORKDIR /src\nRUN go build -o /out/app . && go build -o /out/tool .\n"


def landed(lines: str) -> list[str]:
    """The paths at which a dynamic program lands in an Alpine stage."""
    trace = analyse((BUILD + "FROM alpine:3.20\n" + lines).encode()).trace
    return [one.path for one in trace.stages[-1].root.files.landed]


@pytest.mark.parametrize(
    ("lines", "paths"),
    [
        ("COPY --from=b /out/app /app\n", ["/app"]),
        ("COPY --from=b /out/app /usr/local/bin/\n", ["/usr/local/bin/app"]),
        ("COPY --from=b /out/app /usr/local/bin\n", ["/usr/local/bin/app"]),
        ("WORKDIR /w\nCOPY --from=b /out/app .\n", ["/w/app"]),
        ("WORKDIR /w\nCOPY --from=b /out/app ./\n", ["/w/app"]),
        ("COPY --from=b out/app /x\n", ["/x"]),
        ("COPY --from=0 /out/app /x\n", ["/x"]),
        ("COPY --from=b /out /opt\n", ["/opt/app", "/opt/tool"]),
        ("COPY --from=b /out/* /opt/\n", ["/opt/app", "/opt/tool"]),
        ('COPY --from=b ["/out/app", "/out/tool", "/bin/"]\n', ["/bin/app", "/bin/tool"]),
        ("ENV D=/e\nCOPY --from=b /out/app $D/\n", ["/e/app"]),
        ("COPY --from=b /out/app /x\nRUN rm /x\n", []),
        ("COPY --from=b /out/app /x\nRUN rm -rf /x*\n", []),
        ("COPY --from=b /out /opt\nRUN rm -rf /opt/*\n", []),
        ("COPY --from=b /out/app /t/x\nRUN mv /t/x /usr/local/bin/\n", ["/usr/local/bin/x"]),
        ("COPY --from=b /out /t\nRUN mv /t /u\n", ["/u/app", "/u/tool"]),
        ("COPY --from=b /out/app /x\nCOPY other /x\n", []),
        ("COPY --from=b /etc/passwd /etc/passwd\n", []),
        ("COPY --from=b /out/app.json /app.json\n", []),
    ],
)
def test_paths(lines: str, paths: list[str]) -> None:
    assert landed(lines) == paths


def test_a_directory_that_ends_in_a_letter_with_an_accent() -> None:
    """The last byte of such a letter may be white space in another encoding."""
    text = "FROM gcc:13 AS b\nWORKDIR /voilà\nRUN gcc -o a a.c\nFROM alpine:3.20\nCOPY --from=b /voilà/a /a\n"
    assert [f.code for f in analyse(text.encode()).findings] == ["DF101"]


def test_a_mount_from_a_stage() -> None:
    text = BUILD + "FROM alpine:3.20 AS c\nRUN --mount=from=b,source=/out,target=/m cp /m/app /app\n"
    text += "FROM alpine:3.20\nCOPY --from=c /app /app\n"
    assert [f.code for f in analyse(text.encode()).findings] == ["DF101"]


def test_the_chain_names_each_place() -> None:
    text = (
        BUILD + "FROM debian:12 AS m\nCOPY --from=b /out/app /a\nRUN mv /a /z\nFROM alpine:3.20\nCOPY --from=m /z /z\n"
    )
    (finding,) = analyse(text.encode()).findings
    assert [place.note for place in finding.chain] == [
        "golang:1.22 (Debian 12, glibc 2.36)",
        "`go build` builds a dynamic program: cgo is on by default, so importing net or os/user makes it dynamic",
        "copies it to /a",
        "moves it",
        "alpine:3.20 (Alpine 3.20, musl 1.2.5)",
        "copies it to /z",
    ]
