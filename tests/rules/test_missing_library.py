"""Whether a library is absent: what may have brought it keeps the rule silent."""

import pytest

from dfix import analyse

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
