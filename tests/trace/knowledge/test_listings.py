"""The words that commands print from files of the build context."""

import pytest

from dfix.trace.knowledge.listings import printed_text, printed_words

FILES = {"packages.txt": "# needed\ncurl\nlibpq5  # the driver\n\nvim\n", "plain": "curl\nvim\n"}


@pytest.mark.parametrize(
    ("command", "words"),
    [
        pytest.param("cat plain", ("curl", "vim"), id="cat"),
        pytest.param("cat plain plain", ("curl", "vim", "curl", "vim"), id="two-files"),
        pytest.param("< plain", ("curl", "vim"), id="only-a-redirection"),
        pytest.param("cat < plain", ("curl", "vim"), id="standard-input"),
        pytest.param("grep -v '^#' plain", ("curl", "vim"), id="grep"),
        pytest.param("grep -vE '^(#|$)' packages.txt", ("curl", "libpq5", "#", "the", "driver", "vim"), id="anchored"),
        pytest.param("grep -v '#' packages.txt", ("curl", "vim"), id="not-anchored"),
        pytest.param("sed 's/#.*//' packages.txt", ("curl", "libpq5", "vim"), id="sed"),
        pytest.param("cat plain | tr '\\n' ' '", ("curl", "vim"), id="tr"),
        pytest.param("cat plain | grep -v '^#' | sort -u | xargs", ("curl", "vim"), id="pipeline"),
        pytest.param("cat missing", None, id="a-file-that-is-not-there"),
        pytest.param("grep curl plain", None, id="another-search"),
        pytest.param("sed 's/curl/wget/' plain", None, id="another-substitution"),
        pytest.param("tr a-z A-Z < plain", None, id="other-letters"),
        pytest.param("cat -n plain", None, id="numbers"),
        pytest.param("cat $FILE", None, id="a-variable"),
        pytest.param("cat plain; echo vim", None, id="two-commands"),
        pytest.param("curl -s x | cat", None, id="a-download"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_printed_words(command: str, words: tuple[str, ...] | None) -> None:
    """None where the output does not follow from the text."""
    assert printed_words(command, FILES.get) == words


def test_the_first_command_reads_the_input() -> None:
    """``xargs < file`` gives it."""
    assert printed_text([("sort", ())], "b a", FILES.get) == "b a"
    assert printed_text([("sort", ())], None, FILES.get) is None
