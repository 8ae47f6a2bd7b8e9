"""Each rule whose trigger does not fire finds nothing."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_table import TABLE, render

from corpus import CORPUS
from dfix import rules as rules_package
from dfix.confidence import Confidence
from dfix.context import Folder
from dfix.engine.analysis import analyse, analyse_build
from dfix.engine.arrivals import ARCHITECTURES, WRAPPERS
from dfix.engine.missing_programs import CHECKERS, INTERPRETERS
from dfix.engine.options import Options
from dfix.engine.relevance import codes_for, relevant_codes
from dfix.images.lock import Built, Lock
from dfix.plan import BuildOptions, plan
from dfix.rules import rules, triggers
from dfix.rules.examples import examples_of
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace.commands import _table as command_table
from dfix.trace.interpreter.wrappers import NAMES as UNWRAPPED
from dfix.trace.knowledge.download import facts
from dfix.trace.knowledge.programs import programs
from dfix.trace.knowledge.written_architecture import UNNAMED
from dfix.trace.landing import Outcome

ROOT = Path(__file__).parent.parent.parent / "dfix"
# Whose commands bring programs from elsewhere: each has words in ``arrivals.DOWNLOADS``.
DOWNLOADERS = {"knowledge/download.py", "commands/scripts.py", "commands/php.py", "commands/playwright.py"}


def speaks(data: bytes, context: Folder | None = None) -> set[str]:
    """The codes of all findings; each of their rules is relevant."""
    options = Options(min_confidence=Confidence.POSSIBLE, context=context)
    build = plan(parse(Source(data)), options.build)
    analysis = analyse_build(build, options, rules())
    codes = {finding.code for finding in analysis.findings}
    assert codes <= codes_for(analysis.trace, relevant_codes(build, options))
    return codes


def silent(text: str, context: Folder | None = None, **given: object) -> bool:
    """Whether no rule is relevant."""
    options = Options(context=context)._replace(**given)  # type: ignore[arg-type]
    build = plan(parse(Source(text.encode())), options.build)
    return not relevant_codes(build, options)


@pytest.mark.parametrize(
    "folder", sorted(path for path in CORPUS.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_corpus(folder: Path) -> None:
    for path in folder.glob("*Dockerfile"):
        speaks(path.read_bytes())
        speaks(path.read_bytes(), Folder(str(folder), str(path)))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_examples(rule: rules_package.rule.Rule, tmp_path: Path) -> None:
    for number, example in enumerate((*examples_of(rule).bad, *examples_of(rule).good)):
        folder = tmp_path / str(number)
        for name, text in example.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        speaks(re.sub("[«»]", "", example.text).encode(), Folder(str(folder)) if example.files else None)


BASES = (
    "debian:12-slim", "alpine:3.20", "scratch", "gcr.io/distroless/static", "python:3.12", "hello-world", "$BASE", "python:3.12-slim",
    "--platform=linux/arm64 debian:12", "node:$X-alpine", "--platform=$BUILDPLATFORM debian:12",
)  # fmt: skip
TOOLS = (
    "ldconfig", "ld${X}config", "$X", "l'dconf'ig", "ld\\\nconfig", "bash", "/sbin/ldconfig", "curl -o /x", "ld${X#*c}onfig", "${X:-ldconfig}",
    "l$X$Y", "pyt${X}n3", "p'ython'3", "$X$Y", "pip install opencv${Y}python", "wget -O /usr/bin/x https://nodejs.org/dist/x-$Y", "env X=h /bin/$X",
)  # fmt: skip
WORDS = (
    "/usr/share", "/usr/local/lib", "$Y", "https://x.org/linux-amd64/tool", "${Z}ttp://x.org/a-linux-musl", "x.sh", "gcompat",
    "add", "-c", "'ldconfig /usr/share'", "> /etc/ld.so.conf", "> /etc/ld.so.$Y", "-s /lib/libc.musl-x86_64.so.1", "/lib64/ld-linux-x86-64.so.2",
)  # fmt: skip
VALUES = ("ldconfig", "config", "h", "conf", "/usr/share", "a", "", "d${X}c", "${Y}onfig", "pytho", "-", "linux-musl", "acd", "ho")  # fmt: skip
COMMANDS = st.builds(
    " ".join, st.lists(st.sampled_from((*TOOLS, *WORDS, "apk", "ln", "echo x", "sh")), min_size=1, max_size=4)
)
RUNS = st.builds(" && ".join, st.lists(COMMANDS, min_size=1, max_size=3)).map("RUN ".__add__)
LINES = st.one_of(
    RUNS,
    st.builds("{0} {1}={2}".format, st.sampled_from(("ENV", "ARG")), st.sampled_from("XYZ"), st.sampled_from(VALUES)),
    st.sampled_from(
        (
            "COPY . /app", "COPY run.sh /run.sh", "ADD https://x.org/x-linux-arm64 /x", 'CMD ["/run.sh"]', "CMD run", 'SHELL ["bash", "-c"]',
            'ENTRYPOINT ["python", "x"]', "COPY --from=busybox /bin/sh /bin/sh", "RUN --mount=target=/m sh /m/run.sh", "RUN sh /run.sh",
            "COPY <<E /run.sh\n#!/bin/bash\r\nE", "RUN <<E\nldconfig /usr/share\nE", 'RUN ["\\u006cdconfig", "/usr/share"]', "# dfix: ignore=DF1", "ARG TARGETARCH=amd64", "ADD https://x.org/x-linux-$X /usr/bin/x",
            "RUN curl https://x.org/x-linux-musl-amd64.tgz | tar xz -C /usr/bin", "RUN wget https://x.org/$X-linux-gnu -O /usr/bin/x", "RUN for X in con g; do ld${X}fig; done",
            "RUN X=ld; Y=$X$Z; ${Y}config", "RUN curl -fsSL https://deno.land/install.sh | sh", "ENV X=$Y Y=$X", "RUN pip install pyzbar python-magic", "HEALTHCHECK CMD curl -f x",
            "FROM debian:12", "WORKDIR /x", "COPY tool /usr/local/bin/", "RUN ./run.sh", "RUN . ./run.sh", "RUN sudo ./run.sh", "RUN >x ./run.sh", "RUN 2>&1 /run.sh", "RUN time -p ./run.sh", "RUN A=b /run.sh", "RUN $Z", "ENV Z=/run.sh", "RUN make -C /app",
            "RUN if true; then ./run.sh; fi", "RUN true && env X=h /app/run.sh", 'RUN ["/run.sh"]', "WORKDIR /app", "RUN (./run.sh)", "RUN cd /app && source run.sh", "RUN for i in /run.sh; do $i; done", "RUN <<E\n/run.sh\nE", "COPY Makefile run.sh /app/", "RUN chmod +x /run.sh",
        )
    ),
)  # fmt: skip
FILES = {
    "run.sh": "#!/bin/bash\r\nldconfig /usr/share\n",
    "tool": "\x7fELF",
    "Makefile": "all:\n\tldconfig /usr/share\n",
}


@given(st.sampled_from(BASES), st.lists(LINES, max_size=6), st.booleans())
def test_generated(base: str, lines: list[str], with_context: bool) -> None:
    folder = context_folder(FILES) if with_context else None
    speaks("\n".join((f"FROM {base}", *lines, "")).encode(), folder)


_made: list[Path] = []


@pytest.fixture(autouse=True, scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    _made[:] = [tmp_path_factory.mktemp("context")]


def context_folder(files: Mapping[str, str]) -> Folder:
    """A build context with these files."""
    for name, text in files.items():
        (_made[0] / name).write_bytes(text.encode())
        (_made[0] / name).chmod(0o755)
    return Folder(str(_made[0]))


PLAIN = 'FROM debian:12\nRUN apt-get update && apt-get install -y git\nCOPY . /app\nCMD ["/app/run"]\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(PLAIN, True, id="a plain file"),
        pytest.param("FROM alpine:3\nRUN apk add git\n", True, id="Alpine that starts nothing else"),
        pytest.param("FROM debian\nENV A=x\nRUN echo $A ${A}/y\n", True, id="variables that are whole words"),
        pytest.param("FROM debian\nENV A=x\nRUN a$A\n", True, id="a word put together"),
        pytest.param("FROM debian\nENV A=config\nRUN ld$A\n", False, id="a word put together that a rule is about"),
        pytest.param("FROM debian\nENV A=d B=${A}confi\nRUN l${B}g\n", False, id="a word put together twice"),
        pytest.param("FROM debian\nENV A=y-ldc\nRUN ${A#*-}onfig\n", False, id="a word of which a part is cut off"),
        pytest.param("FROM debian\nRUN for i in a con; do ld${i}fig; done\n", False, id="a word of a loop"),
        pytest.param("FROM debian\nENV A=$B B=$A\nRUN x$A\n", False, id="values made of each other"),
        pytest.param("FROM debian\nRUN ld\\\nconfig\n", False, id="a word over two lines"),
        pytest.param("FROM alpine:3\nRUN l'd'config\n", False, id="a word with quotes inside"),
        pytest.param("FROM debian\nRUN curl -O https://x.org/y\n", True, id="a download of which nothing is told"),
        pytest.param("FROM debian\nRUN curl -O https://x.org/y-musl\n", False, id="a download for musl"),
        pytest.param("FROM alpine:3\nRUN curl -O https://x.org/y-linux-gnu\n", False, id="a download for glibc, on Alpine"),
        pytest.param("FROM alpine:3\nENV V=1\nRUN wget https://nodejs.org/dist/v$V/a\n", False, id="a vendor's, on Alpine"),
        pytest.param("FROM debian\nRUN curl -O https://nodejs.org/dist/x.tar.gz\n", True, id="a vendor's, on Debian"),
        pytest.param("FROM $X\nRUN apk add y; curl -O https://x.org/y-gnu\n", False, id="for glibc, on what has apk"),
        pytest.param("FROM debian\nRUN curl -O https://x.org/hugo_extended_1.deb\n", False, id="one that needs libraries"),
        pytest.param("FROM arm64v8/debian\nRUN curl -O https://x.org/y-amd64\n", False, id="one for another processor"),
        pytest.param("FROM debian\nRUN curl -O https://x.org/y-amd64\n", True, id="one for a processor"),
        pytest.param("FROM --platform=$BUILDPLATFORM debian\nCMD x\n", False, id="a stage on the builder's platform"),
        pytest.param("FROM --platform=linux/amd64 debian\nCMD x\n", True, id="a stage on another platform"),
        pytest.param("FROM python:3\nRUN pip install flask\n", True, id="a package without libraries"),
        pytest.param("FROM python:3\nRUN pip install opencv_python\n", False, id="a package that looks for libraries"),
        pytest.param("FROM debian\nRUN make install\n", True, id="an installation without libraries"),
        pytest.param("FROM debian\nRUN ./configure --enable-shared && make install\n", False, id="one of libraries"),
        pytest.param("FROM alpine:3\nRUN apk add python3\n", True, id="a package, not a command"),
        pytest.param("FROM alpine:3\nRUN apk add x && p'ytho'n3 y\n", False, id="a command with quotes inside"),
        pytest.param("FROM alpine:3\nENV X=python3\nRUN sudo $X y\n", False, id="a command that a variable names"),
        pytest.param("FROM debian AS a\nFROM debian\nCOPY --from=a /x /x\n", False, id="two stages"),
        pytest.param("FROM alpine:3\nCMD [\"bash\"]\n", False, id="bash on Alpine"),
        pytest.param("FROM scratch\n", False, id="nothing at all"),
        pytest.param("FROM hello-world\nCMD x\n", False, id="an image without a shell"),
        pytest.param("FROM hello-world\nCMD [\"python\"]\n", False, id="an image without an interpreter"),
        pytest.param("FROM debian\n# dfix: ignore=DF101\nRUN x\n", False, id="a directive"),
        pytest.param("FORM debian\n", False, id="a fault"),
    ],
)  # fmt: skip
def test_decisions(text: str, expected: bool) -> None:
    assert silent(text) is expected


def test_options_that_change_what_words_mean() -> None:
    assert silent(PLAIN)
    assert not silent(PLAIN, build=Options().build._replace(build_args={"A": "b"}))
    assert silent("FROM debian\nRUN ldconfig\n", select=("DF1",))
    assert not silent("FROM debian\nRUN ldconfig\n", ignore=("DF1",))


@pytest.mark.parametrize(("base", "expected"), [("acme/base:1", True), ("acme/other:1", False)])
def test_an_image_that_the_project_builds_may_hold_anything(base: str, expected: bool) -> None:
    lock = Lock("dfix.lock", (), {"acme/base:1": Built("base/Dockerfile", ".", {})})
    build = plan(parse(Source(f"FROM {base}\n".encode())), BuildOptions(lock=lock))
    assert bool(relevant_codes(build, Options(BuildOptions(lock=lock)))) is expected


def test_the_context(tmp_path: Path) -> None:
    dockerfile = tmp_path / "Dockerfile"
    dockerfile.write_text(PLAIN)
    context = Folder(str(tmp_path), str(dockerfile))
    run_after = PLAIN + "RUN x\n"
    assert silent(PLAIN, context)
    assert silent(run_after, context)
    (tmp_path / "notes.txt").write_text("x")
    context = Folder(str(tmp_path), str(dockerfile))
    assert silent(PLAIN, context)
    assert silent(run_after, context)
    assert not silent(PLAIN + "RUN ./x\n", context)
    (tmp_path / "start").write_text("#!/bin/sh\n")
    (tmp_path / "start").chmod(0o755)
    assert not silent(PLAIN, Folder(str(tmp_path), str(dockerfile)))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_trigger(rule: rules_package.rule.Rule) -> None:
    """Without one, every file is traced for the sake of this rule."""
    assert rule.trigger is not None


def test_the_table_is_current() -> None:
    """`python scripts/rule_table.py` writes it anew."""
    assert TABLE.read_text(encoding="utf-8") == render()


def test_a_rule_that_is_not_in_the_table_or_has_no_trigger(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is imported, and without a trigger it is never passed over."""
    table = dict(rules_package._table.TRIGGERS)
    table.pop("useless_ldconfig")
    monkeypatch.setattr(rules_package, "TRIGGERS", table)
    triggers.cache_clear()
    assert triggers() == {rule.code: rule.trigger for rule in rules()}
    table["no_libc"] = ("DF102", None)
    triggers.cache_clear()
    assert not silent(PLAIN)
    triggers.cache_clear()


def test_each_interpreter_is_looked_for() -> None:
    """Where this fails, ``INTERPRETERS`` of dfix/engine/missing_programs.py lacks a program of programs.json."""
    assert [program for program in programs() if not any(name in program for name in INTERPRETERS + CHECKERS)] == []


def test_the_commands_that_wrap_others_and_run_makefiles_are_those_of_the_trace() -> None:
    assert WRAPPERS == UNWRAPPED
    assert set(command_table.FILES["make"].split()) == {"configure", "gmake", "make"}


def test_each_kind_of_download_is_looked_for() -> None:
    """Where this fails: are the new file's commands told by ``DOWNLOADS`` of dfix/engine/arrivals.py?"""
    makers = {
        str(path.relative_to(ROOT / "trace"))
        for path in (ROOT / "trace").rglob("*.py")
        if "=Downloaded(" in path.read_text().replace(" ", "")
    }
    assert makers == DOWNLOADERS
    runners = {path.name for path in (ROOT / "trace" / "commands").glob("*.py") if "Runs(" in path.read_text()}
    # Their commands are among ``RUNS_SCRIPTS``, or end in what ``_may_run_script`` looks for.
    assert runners == {"make.py", "just.py", "task.py"}


def test_what_must_have_landed_is_what_landings_say() -> None:
    said = {outcome.name.lower() for outcome in Outcome} | {"download", "environment", "library"}
    assert {trait for trigger in triggers().values() if trigger for trait in trigger.landing} <= said


def test_few_files_are_looked_at_for_what_an_image_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    fact = Folder.fact
    monkeypatch.setattr(Folder, "fact", lambda self, name: looked.append(name) or fact(self, name))
    copies, words = "".join(f"COPY d{n} /\n" for n in range(200)), " ".join(f"/a/b{n}" for n in range(200))
    analyse(f"FROM alpine:3.20\n{copies}CMD {words}\n", Options(context=Folder(str(tmp_path))))
    assert len(looked) < 5_000


def test_addresses_of_files_that_name_no_architecture_are_looked_for() -> None:
    rows = facts()["unnamed_amd64"]
    for hints in (ARCHITECTURES, UNNAMED):
        assert [row for row in rows if not any(hint in row["url"] + row["names"] for hint in hints)] == []
