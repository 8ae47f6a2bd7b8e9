"""Whether a library is absent: what may have brought it keeps the rule silent."""

import pytest

from dfix import Confidence, Options, analyse

TEXT = (
    "FROM ruby:3.3 AS build\nRUN gem install pg\n"
    "FROM ruby:3.3-slim\n{}\nCOPY --from=build /usr/local/bundle /usr/local/bundle\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "RUN useradd app",
        "RUN mkdir /x && chown app /x",
        "RUN dpkg --print-architecture",
        "RUN dpkg --add-architecture i386",
        "RUN find . | xargs rm",
        "RUN apt-get update && apt-get install -y curl procps",
        "WORKDIR /app",
    ],
)
def test_nothing_brings_it(line: str) -> None:
    assert [one.code for one in analyse(TEXT.format(line)).findings] == ["DF105"]


@pytest.mark.parametrize(
    "line",
    [
        "RUN apt-get install -y $(cat /p.txt)",
        "RUN xargs apt-get install -y < /p.txt",
        "RUN cat /p.txt | xargs -r sudo apt-get install -y",
        "RUN /setup.sh",
        "RUN --mount=type=bind,target=/ctx /ctx/install.sh",
        "RUN curl -fsSL https://example.com/setup.sh | bash",
        "RUN dpkg -i libpq5.deb",
        "RUN apt-get install -y ./libpq5.deb",
        "RUN install_packages libpq5",
        "RUN nala install -y libpq5",
        "RUN apt-get update && apt-get install -y 'libpq5=15*'",
        "ARG PACKAGES\nRUN apt-get install -y $PACKAGES",
        "RUN make install-deps",
        "COPY --from=build /usr/lib/x86_64-linux-gnu/libpq.so.5 /usr/lib/",
    ],
)
def test_something_may_have_brought_it(line: str) -> None:
    assert not analyse(TEXT.format(line)).findings


BUILT = (
    "FROM debian:12\nRUN {} apt-get install -y gcc make unixodbc-dev && cd /src && ./configure && make && make install"
    " && apt-get purge -y --auto-remove gcc make unixodbc-dev\n"
)


@pytest.mark.parametrize(
    ("before", "libraries"),
    [
        pytest.param("", ["libodbc.so.2", "libodbccr.so.2", "libodbcinst.so.2"], id="none is kept"),
        pytest.param("apt-get install -y libodbc2 &&", [], id="one is kept: the others were not chosen"),
    ],
)
def test_what_goes_with_a_development_package(before: str, libraries: list[str]) -> None:
    """The make file decides what is linked, so the libraries are only possible, and not all of them are needed."""
    found = analyse(BUILT.format(before), Options(min_confidence=Confidence.POSSIBLE)).findings
    lost = [one.message.split("`")[3] for one in found if one.code == "DF105" and "odbc" in one.message]
    assert sorted(set(lost)) == libraries
    assert len(lost) == 2 * len(libraries), "those that make left behind, and those that it installed"
