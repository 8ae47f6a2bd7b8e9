"""How the author joins commands and parts words: what is put in looks the same."""

import pytest

from dfix.edit import written
from tests.makers.editable import read


@pytest.mark.parametrize(
    ("body", "joint"),
    [
        pytest.param("RUN a && gcc x\n", " && ", id="one line"),
        pytest.param("RUN a&&gcc x\n", "&&", id="no blanks"),
        pytest.param("RUN a && \\\n    gcc x\n", " && \\\n    ", id="the sign before the line end"),
        pytest.param("RUN a \\\n && gcc x\n", " \\\n && ", id="the sign on the next line"),
        pytest.param("RUN a && \\\n  # why\n  gcc x\n", " && ", id="a comment between them"),
        pytest.param("RUN a && \\\n  # why\n  gcc x && b\n", " && ", id="the next two, without a comment"),
        pytest.param("RUN a; gcc x\n", " && ", id="another sign"),
        pytest.param("RUN a || gcc x\n", " && ", id="or"),
        pytest.param("RUN gcc \\\n      x\n", " \\\n      && ", id="one command on two lines"),
        pytest.param("RUN gcc x\r\n", " && ", id="alone"),
    ],
)
def test_joint(body: str, joint: str) -> None:
    file = read(body)
    assert written.joint(file.source, file.call("gcc")) == joint
