"""A package joins the list as its author writes it."""

import pytest

from dfix import Applicability, Family, Options, fix

BUILD = "FROM gcc:13-bookworm AS b\nRUN apt-get install x; g++ -o /a a.cc\n"


def added(lines: str) -> str:
    text = f"{BUILD}FROM alpine:3.20\n{lines}COPY --from=b /a /a\n"
    after = fix(text.encode(), Options(prefer=Family.COMPAT), Applicability.UNSAFE).data.decode()
    return after.removeprefix(f"{BUILD}FROM alpine:3.20\n").removesuffix("COPY --from=b /a /a\n")


@pytest.mark.parametrize(
    ("lines", "after"),
    [
        ("RUN apk add curl\n", "RUN apk add curl gcompat libstdc++ libgcc\n"),
        ("RUN apk add curl libstdc++\n", "RUN apk add curl libstdc++ gcompat libgcc\n"),
        (
            "RUN apk add --no-cache \\\n      curl \\\n      jq && \\\n    true\n",
            "RUN apk add --no-cache \\\n      curl \\\n      jq \\\n      gcompat \\\n      libstdc++ \\\n      libgcc && \\\n    true\n",
        ),
        (
            "RUN apk add --virtual .x gcc && apk del .x\n",
            "RUN apk add --no-cache gcompat libstdc++ libgcc\nRUN apk add --virtual .x gcc && apk del .x\n",
        ),
    ],
)
def test_added(lines: str, after: str) -> None:
    assert added(lines) == after
