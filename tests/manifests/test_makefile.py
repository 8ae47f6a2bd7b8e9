"""What a makefile's targets run."""

import pytest

from dfix.manifests.make_goals import commands, environment
from dfix.manifests.make_text import Start
from dfix.manifests.makefile import parse
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
    assert list(commands(parse(MAKEFILE), goals, Start(given))) == expected


def test_a_variable_that_names_itself_ends() -> None:
    assert len("".join(commands(parse(MAKEFILE), ["endless"], Start()))) < 100


def test_environment() -> None:
    assert environment(parse(MAKEFILE), Start({"V": "1"})) == {"CGO_ENABLED": "0", "V": "1"}


RULES = """\
PROGS = alpha beta
OBJECTS := $(patsubst %.c,build/%.o,$(wildcard *.c))
CFLAGS ?= -O2
LDFLAGS += -s
.PHONY: all install
all: $(PROGS)
static: LDFLAGS += -static
static: alpha
whole: $(OBJECTS)
\t$(CC) -o $@ $^
build:
\tmkdir -p $@
build/%.o: %.c | build
\t$(CC) -c -o $@ $< # $*
$(PROGS): %: %.c common.h
\t$(CC) $(CFLAGS) -o $@ $<
gamma: gamma.o common.o
delta: LDLIBS = -lz
.cpp.o:
\t$(CXX) -c $<
near: $(SOURCES:.c=.o)
SOURCES = alpha.c
"""
FILES = ("alpha.c", "beta.c", "gamma.c", "common.c", "delta.c", "eta.cpp", "Makefile")


@pytest.mark.parametrize(
    ("goals", "environment", "expected"),
    [
        ([], {}, ["cc -O2 -o alpha alpha.c", "cc -O2 -o beta beta.c"]),
        (["alpha"], {"CFLAGS": "-g"}, ["cc -g -o alpha alpha.c"]),
        (
            ["gamma"],
            {"LDFLAGS": "-L/x"},
            [
                "cc -O2   -c -o gamma.o gamma.c",
                "cc -O2   -c -o common.o common.c",
                "cc -L/x -s  gamma.o common.o   -o gamma",
            ],
        ),
        (["delta"], {}, ["cc -O2  -s  delta.c  -lz -o delta"]),
        (["static"], {}, ["cc -O2 -o alpha alpha.c"]),
        (["eta.o"], {}, ["g++ -c eta.cpp"]),
        (["near"], {}, ["cc -O2   -c -o alpha.o alpha.c"]),
        (["eta"], {}, ["g++   -s  eta.cpp   -o eta"]),
        (["alpha.c", "epsilon", "install"], {}, []),
    ],
)
def test_rules_by_pattern(goals: list[str], environment: dict[str, str], expected: list[str]) -> None:
    start = Start({}, environment, lambda directory: FILES if directory == "." else ())
    assert list(commands(parse(RULES), goals, start)) == expected


def test_objects_of_a_pattern() -> None:
    start = Start(names=lambda directory: ("a.c", "b.c") if directory == "." else ())
    assert list(commands(parse(RULES), ["whole"], start)) == [
        "mkdir -p build", "cc -c -o build/a.o a.c # a", "cc -c -o build/b.o b.c # b", "cc -o whole build/a.o build/b.o"
    ]  # fmt: skip


def test_built_in_rules_can_be_turned_off() -> None:
    start = Start(names=lambda _: ("app.c",))
    assert list(commands(parse("app:\n"), [], start)) == ["cc     app.c   -o app"]
    assert list(commands(parse(".SUFFIXES:\napp:\n"), [], start)) == []
    assert list(commands(parse("MAKEFLAGS += -rR\napp:\n"), [], start)) == []
