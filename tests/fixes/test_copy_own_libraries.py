"""Libraries that the build makes are copied along with the program that needs them."""

import pytest

from dfix import analyse, fix

BUILD = (
    "FROM gcc:12-bookworm AS b\nRUN cc -shared -fPIC -o {directory}/libsaid.so said.c && cc -o /app main.c -lsaid\n"
    'FROM {base}\nCOPY --from=b /app /app\n{more}CMD ["/app"]\n'
)
COPY = "COPY --from=b {directory}/libsaid.so* /usr/local/lib/\nRUN ldconfig\n"


@pytest.mark.parametrize("directory", ["/usr/local/lib", "/usr/lib"])
def test_after_the_copy_of_the_program(directory: str) -> None:
    text = BUILD.format(directory=directory, base="debian:12-slim", more="")
    repaired = fix(text, names=("copy-own-libraries",)).text
    assert repaired == text.replace("/app /app\n", "/app /app\n" + COPY.format(directory=directory))
    assert not analyse(repaired).findings


@pytest.mark.parametrize(
    ("base", "more", "offered"),
    [
        pytest.param("debian:12-slim", "", "", id="offered"),
        pytest.param(
            "gcr.io/distroless/cc-debian12",
            "",
            "`ldconfig` must refresh the cache, and the stage cannot run it",
            id="nothing can run ldconfig",
        ),
    ],
)
def test_what_stands_against_it(base: str, more: str, offered: str) -> None:
    (finding,) = analyse(BUILD.format(directory="/usr/local/lib", base=base, more=more)).findings
    assert [(one.repair.id, one.obstacle) for one in finding.fixes] == [("copy-own-libraries", offered)]


def test_another_user() -> None:
    text = BUILD.format(directory="/usr/local/lib", base="debian:12-slim\nUSER nobody", more="")
    (finding,) = analyse(text).findings
    (one,) = finding.fixes
    assert "runs as another USER" in one.obstacle


@pytest.mark.parametrize("copied", ["/usr/local/lib/ /usr/local/lib/", "/usr/local/lib/libsaid.so /usr/local/lib/"])
def test_nothing_is_said_where_it_comes_along(copied: str) -> None:
    more = f"COPY --from=b {copied}\nRUN ldconfig\n"
    assert not analyse(BUILD.format(directory="/usr/local/lib", base="debian:12-slim", more=more)).findings
