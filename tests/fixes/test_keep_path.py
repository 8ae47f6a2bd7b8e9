"""An environment that was copied elsewhere goes back to the path at which it was made."""

import pytest

from dfix import analyse, fix

BUILD = "FROM python:3.12-slim AS b\nRUN python -m venv /app/.venv && /app/.venv/bin/pip install gunicorn\n"
START = 'CMD ["/venv/bin/gunicorn", "app"]\n'


def obstacle(rest: str) -> str | None:
    text = f"{BUILD}FROM python:3.12-slim AS run\nCOPY --from=b /app/.venv /venv\n{rest}"
    found = (one for finding in analyse(text).findings for one in finding.fixes)
    return next(one for one in found if one.repair.id == "keep-path").obstacle


def test_every_word_follows() -> None:
    rest = "ENV PATH=/venv/bin:$PATH\nRUN /venv/bin/python -m compileall -q \\\n    /venv/lib\n" + START
    text = f"{BUILD}FROM python:3.12-slim\nCOPY --chown=1000 --from=b /app/.venv /venv\n{rest}"
    after = fix(text, names=("keep-path",)).text
    assert after == text.replace(" /venv", " /app/.venv").replace("=/venv", "=/app/.venv").replace(
        '"/venv', '"/app/.venv'
    )


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(f"RUN touch /venv-is-there\n{START}", id="a part of a longer name"),
        pytest.param(f"WORKDIR /\nRUN venv/bin/python -V\n{START}", id="from the directory above"),
    ],
)
def test_left(rest: str) -> None:
    assert obstacle(rest)
