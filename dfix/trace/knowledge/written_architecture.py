"""Words that name one architecture where the image is built for another one: files, repositories, places, compilers.

``fixed_architecture.py`` follows what a build makes and where it lands. Here are words that hold for one architecture
whatever becomes of what they name: a package's file, an installer, a repository ``[arch=amd64]``, a directory
``/usr/lib/x86_64-linux-gnu``, a compiler that is told ``GOARCH=amd64``. A command that looks at the machine or the
target, or names several architectures, chooses by itself.

Sources: sources.list(5), "OPTIONS"; Debian's wiki, "Multiarch/Tuples"; PEP 425 and PEP 600 on the names of wheels.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache, partial

from dfix.plan import Stage
from dfix.syntax import Instruction
from dfix.syntax.words import assignments
from dfix.text import Span
from dfix.text.pattern import pattern
from dfix.trace.knowledge.fixed_architecture import chooses, names, targets_of, text_of
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.arch import BUILD, TARGET, UNKNOWN, cannot_run, of_words
from dfix.trace.state.call import Arg, Call
from dfix.values import NamedTuple

# Commands that fetch what they are given the address of.
FETCHERS = frozenset({"curl", "wget", "aria2c"})
# Commands that install the files of packages that they are given.
INSTALLERS = frozenset("apt apt-get aptitude nala apk dnf yum microdnf tdnf zypper dpkg rpm pip pip3 pipx uv".split())
PACKAGE = pattern(r"\.(deb|rpm|apk|whl)$")
# Commands that fail, or do something else than was meant, where a path is not there.
TAKES_PATHS = frozenset("cp mv ln install docker-php-ext-configure configure cmake".split())
# ``deb [arch=amd64 signed-by=…] https://…``; several are parted by commas.
REPOSITORY = pattern(r"\bdeb(?:-src)?\s{1,9}\[[^\]\n]{0,200}?\barch=([\w,-]+)", having="arch=")
# A directory that Debian has on one architecture only, and one of its Java.
PLACE = pattern(
    r"(?:^|[/=:])lib/((?:x86_64|aarch64|arm|i386|powerpc64le|s390x|riscv64)-linux-gnu\w*)"
    r"|/jvm/[\w.+-]{1,80}-(amd64|arm64|armhf|i386|ppc64el|s390x)(?![\w.-])",
    having="-linux-gnu /jvm/",
)
# What stands in the addresses of files that are for one architecture and do not name it.
UNNAMED = ("tini", "glibc", "linux", "azcopy", "manager-plugin")
# Variables whose value is a path that must be there.
PATHS = frozenset({"LD_PRELOAD", "JAVA_HOME"})
# What an address asks a server for: ``…/download?os=linux&arch=x64``.
QUERY = pattern(r"&(?:arch|architecture|platform|cpu|target|os)=([\w.-]*(?:64|86|arm|390)[\w.-]*)", having="=")
# Variables that tell a compiler what to build for, and options that do.
TOLD = pattern(r"^(GOARCH|CARGO_BUILD_TARGET)=([\w.-]+)$", having="=")
COMPILERS = frozenset({"GOARCH", "CARGO_BUILD_TARGET"})
TARGETS = {
    "cargo": ("--target",), "cross": ("--target",), "rustc": ("--target",), "bun": ("--target",), "deno": ("--target",),
    "pkg": ("--targets", "--target", "-t"), "zig": ("-Dtarget", "-target"),
}  # fmt: skip


class Kind(Enum):
    """What the words name."""

    FILE = "file"
    REPOSITORY = "repository"
    PLACE = "place"
    COMPILER = "compiler"


class Written(NamedTuple):
    """Words at ``span`` that hold for ``arch`` alone.

    ``other`` is an architecture that the image is built for, by the user's word or by ``file`` beside the Dockerfile;
    both are empty where only another stage's ``$BUILDPLATFORM`` shows that there are others.
    """

    stage: Stage
    instruction: Instruction
    span: Span
    words: str
    kind: Kind
    arch: str
    other: str = ""
    file: str = ""


def written(trace: Trace) -> Iterator[Written]:
    """The words that name one architecture, in the stages that the image needs and that are for its platform."""
    if not any(_names_one(text_of(one)) for one in trace.build.dockerfile.instructions):
        return
    if not trace.stages or any(chooses(stage.start.logical.text) for stage in trace.build.stages):
        return  # a stage for each platform: only that of the usual one is followed
    others, told = _others(trace), set[tuple[int, object]]()
    has_places = len(_places(trace)) == 1
    is_fixed = lru_cache(1)(partial(_is_fixed, is_asked=trace.build.options.platform is not None))
    for stage in _needed(trace) if others else ():
        if stage.root.arch != TARGET or of_words(stage.stage.name or ""):
            continue
        found = [one for one in _words(trace, stage) if one.arch != UNKNOWN]
        of_kind = {kind: {one.arch for one in found if one.kind is kind} for kind in Kind}
        for one in found:
            other = next((other for other in others if not other or cannot_run(one.arch, other)), None)
            if other is None or len(of_kind[one.kind]) > 1 or (one.kind is Kind.PLACE and not has_places):
                continue  # fetched or built for each, and chosen later
            same = _same(one)
            if same not in told and is_fixed(one.instruction, one.arch):
                told.add(same)
                yield one._replace(other=other, file=others[other])


def _names_one(text: str) -> bool:
    """Whether a text names an architecture, or has an address that says one by its vendor's habit."""
    if names(text) or "://" not in text or not any(hint in text.lower() for hint in UNNAMED):
        return bool(names(text))
    from dfix.trace.knowledge.download import may_name_architecture

    return may_name_architecture(text.lower())


def _same(one: Written) -> tuple[int, object]:
    """What is told once: a file that is fetched and then installed, the places of one instruction."""
    what = one.instruction.span if one.kind is Kind.PLACE else one.words.rpartition("/")[2]
    return one.stage.number, what


def _is_fixed(instruction: Instruction, architecture: str, *, is_asked: bool) -> bool:
    """Whether the instruction itself names the architecture: another build may have another default."""
    text = text_of(instruction)
    if chooses(text):
        return False
    named = names(text)
    return named == {architecture} or (not named and (is_asked or _names_one(text)))


def _others(trace: Trace) -> Mapping[str, str]:
    """The architectures that the image is built for → the file that says so; the empty one is not known."""
    platform = trace.build.options.platform
    if platform is not None:
        return {asked: ""} if (asked := of_words(platform)) else {}
    found = {other: target.file for other, target in targets_of(trace, trace.stages[-1]).items()}
    is_for_several = any(stage.root.arch == BUILD for stage in _needed(trace))
    return found or ({"": ""} if is_for_several else {})


def _needed(trace: Trace) -> list[StageTrace]:
    """The stages that the image is made of, the target's or the last one's."""
    number = trace.build.landing[-1] if trace.build.options.target is not None else len(trace.stages) - 1
    needed, waiting = {number}, [number]
    while waiting:
        read = trace.build.reads.get(waiting.pop(), frozenset()) - needed
        needed |= read
        waiting += read
    return [trace.stages[number] for number in sorted(needed)]


def _places(trace: Trace) -> set[str]:
    """The architectures whose directories the file names; who names several has thought of it."""
    found = (PLACE.finditer(text_of(one)) for one in trace.build.dockerfile.instructions)
    return {_arch_of_place(match[1] or match[2]) for matches in found for match in matches}


def _arch_of_place(words: str) -> str:
    return of_words(words.replace("ppc64el", "ppc64le")) or UNKNOWN


def _words(trace: Trace, stage: StageTrace) -> Iterator[Written]:
    calls: dict[Span, list[Call]] = {}
    for call in stage.calls:
        calls.setdefault(call.instruction.span, []).append(call)
    for one in stage.stage.body:
        if one.keyword == "RUN":
            yield from _of_run(stage, one, calls.get(one.span, []))
        elif one.keyword in ("ADD", "COPY"):
            yield from _of_copy(trace, stage, one)
        elif one.keyword == "ENV":
            yield from _of_environment(stage, one)


def _of_run(stage: StageTrace, run: Instruction, calls: list[Call]) -> Iterator[Written]:
    found = Written(stage.stage, run, run.keyword_span, "", Kind.FILE, "")
    goes_on = "||" in text_of(run)
    for call in calls:
        for arg, kind, arch in _of_call(call, goes_on=goes_on):
            is_there = call.via is None and arg.start < arg.end
            span = call.script.span(arg.start, arg.end) if is_there else call.span
            yield found._replace(span=span, words=arg.text, kind=kind, arch=arch)
    for heredoc in run.heredocs:
        for match in REPOSITORY.finditer(heredoc.body):
            yield found._replace(words=f"arch={match[1]}", kind=Kind.REPOSITORY, arch=_arch_of_repository(match[1]))


def _of_call(call: Call, *, goes_on: bool) -> Iterator[tuple[Arg, Kind, str]]:
    """The arguments that name an architecture; ``goes_on``: the RUN goes on where a command fails."""
    yield from _of_compiler(call)
    for arg in call.args:
        is_package = call.name in INSTALLERS and PACKAGE.search(arg.text) is not None
        if is_package or call.name in FETCHERS:
            yield arg, Kind.FILE, _arch_of_file(arg.text, is_there=is_package)
        elif match := REPOSITORY.search(arg.text):
            yield arg._replace(text=f"arch={match[1]}"), Kind.REPOSITORY, _arch_of_repository(match[1])
        elif call.name in TAKES_PATHS and not goes_on and (match := PLACE.search(arg.text)):
            yield arg, Kind.PLACE, _arch_of_place(match[1] or match[2])


def _of_compiler(call: Call) -> Iterator[tuple[Arg, Kind, str]]:
    """What a compiler is told to build for, by a variable before it or among its words, or by its option."""
    for name in COMPILERS.intersection(call.inline):
        words = Arg(f"{name}={call.env.get(name, '')}", call.command.start, call.command.end)
        yield words, Kind.COMPILER, of_words(call.env.get(name, "")) or UNKNOWN
    for arg in call.args if call.name not in ("echo", "printf") else ():
        if match := TOLD.match(arg.text):
            yield arg, Kind.COMPILER, of_words(match[2]) or UNKNOWN
    target = call.option(*TARGETS[call.name]) if call.name in TARGETS else None
    if target is not None:
        yield target, Kind.COMPILER, of_words(target.text) or UNKNOWN


def _arch_of_file(text: str, *, is_there: bool = False) -> str:
    """What a file is for, by its name: one that is fetched, or ``is_there``."""
    from dfix.trace.knowledge.download import URL, architecture_in, is_of_no_platform

    name, _, query = text.lower().partition("?")
    if not is_there and (not URL.match(name) or is_of_no_platform(name)):
        return UNKNOWN
    asked = QUERY.search(f"&{query}")
    return of_words(asked[1]) or UNKNOWN if asked else architecture_in(name)


def _arch_of_repository(words: str) -> str:
    """The one architecture of a repository; several are no fault."""
    return UNKNOWN if "," in words else of_words(words) or UNKNOWN


def _of_copy(trace: Trace, stage: StageTrace, copy: Instruction) -> Iterator[Written]:
    flag = copy.flag("from")
    found = Written(stage.stage, copy, copy.keyword_span, "", Kind.FILE, "")
    for word in copy.words[:-1]:
        text, span = stage.scope.expand(word.text), copy.logical.span(word.start, word.end)
        place = PLACE.search(text) if flag else None
        if place and flag and not _is_put_there(trace, flag.value, text):
            arch = _arch_of_place(place[1] or place[2])
            yield found._replace(span=span, words=text, kind=Kind.PLACE, arch=arch)
        elif not flag:
            yield found._replace(span=span, words=text, arch=_arch_of_file(text))


def _is_put_there(trace: Trace, source: str, path: str) -> bool:
    """Whether the stage that is copied from has something at the path by its own commands."""
    stage = trace.build.stage_named(source)
    if stage is None:
        return False
    files = trace.stages[stage.number].root.files
    return path.rstrip("/") in files.nodes or files.has_below(path.rstrip("/"))


def _of_environment(stage: StageTrace, env: Instruction) -> Iterator[Written]:
    for pair in assignments(env.logical.text, env.args_start):
        if pair.value and pair.name in COMPILERS:
            arch = of_words(stage.scope.expand(pair.value.text)) or UNKNOWN
            span = env.logical.span(pair.word.start, pair.value.end)
            yield Written(stage.stage, env, span, f"{pair.name}={pair.value.text}", Kind.COMPILER, arch)
        match = PLACE.search(pair.value.text) if pair.name in PATHS and pair.value else None
        if match and pair.value:
            span = env.logical.span(pair.word.start, pair.value.end)
            arch = _arch_of_place(match[1] or match[2])
            yield Written(stage.stage, env, span, pair.value.text.strip("\"'"), Kind.PLACE, arch)
