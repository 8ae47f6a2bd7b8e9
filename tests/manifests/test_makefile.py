"""What a makefile's targets run."""

import pytest

from dfix.manifests.makefile import commands, environment, parse
from dfix.text import UNKNOWN_TEXT

MAKEFILE = """\
NAME := server
OUT ?= bin/$(NAME)
FLAGS = -o $(OUT)
FLAGS += -trimpath
export CGO_ENABLED = 0
ifeq ($(OS),Windows)
EXT = .exe
endif

.PHONY: all build
all: generate build  # a comment
generate:
\t@echo generating
build: main.go
\tgo build $(FLAGS) \\
\t  ./cmd/$(NAME)
one: a.c ; $(CC) -o $@ $<
dollar:
\techo $$HOME ${NAME}$(EXT) $(shell date)
loop: loop
\techo loop
self:
\t$(MAKE) -C sub
A = $(A)x
endless:
\techo $(A)
"""


@pytest.mark.parametrize(
    ("goals", "given", "expected"),
    [
        ([], {}, ["echo generating", "go build -o bin/server -trimpath  \t  ./cmd/server"]),
        (["build"], {"NAME": "tool"}, ["go build -o bin/tool -trimpath  \t  ./cmd/tool"]),
        (["one"], {}, ["cc -o one a.c"]),
        (["dollar"], {}, [f"echo $HOME server{UNKNOWN_TEXT} {UNKNOWN_TEXT}"]),
        (["loop"], {}, ["echo loop"]),
        (["self"], {}, ["make -C sub"]),
        (["missing"], {}, []),
    ],
)
def test_commands(goals: list[str], given: dict[str, str], expected: list[str]) -> None:
    assert list(commands(parse(MAKEFILE), goals, given)) == expected


def test_a_variable_that_names_itself_ends() -> None:
    assert len("".join(commands(parse(MAKEFILE), ["endless"], {}))) < 100


def test_environment() -> None:
    assert environment(parse(MAKEFILE), {"V": "1"}) == {"CGO_ENABLED": "0", "V": "1"}
