"""Which rules may find something in a file, as its instructions alone tell.

Most Dockerfiles have one stage, into which nothing native comes but by a package manager. To trace their
shell commands finds nothing and takes most of a run's time. Each rule's ``Trigger`` says what a file must
have for the rule to find something. What is not known of a file is taken to be there.
"""

from collections.abc import Iterable, Iterator

from dfix.context import Folder
from dfix.engine.options import Options
from dfix.plan import Build, ImageBase, Scratch
from dfix.plan.build import mounts, sources
from dfix.rules import Trigger, triggers
from dfix.syntax import Instruction
from dfix.text import UNKNOWN_TEXT
from dfix.text.pattern import pattern
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.trace.landing import Landing
    from dfix.trace.result import Trace

# Bases are read apart; the others are words for people and settings of a container.
SAY_NOTHING = frozenset({"FROM", "LABEL", "MAINTAINER", "EXPOSE", "STOPSIGNAL"})
COPIES = frozenset({"COPY", "ADD"})
STARTS = frozenset({"CMD", "ENTRYPOINT"})
# What stands in every command that downloads a program: its URL, or the name of a tool that brings some.
DOWNLOADS = ("http", "ftp", "conda", "mambaforge", "miniforge", "composer", "php", "artisan")
# What a bare Alpine lacks, of the programs that dfix knows to be asked for.
INTERPRETERS = ("bash", "zsh", "python", "perl", "node", "ruby", "php", "java")
# Build tools whose ``install`` puts libraries into a stage.
INSTALLS = frozenset("make gmake ninja cmake meson b2 bjam".split())
# What health checks ask for.
CHECKERS = ("curl", "wget", "nc")
SHELL = pattern(r"\b(?:a|ba|da|z)?sh\b")
BARE_IMAGES = ("distroless", UNKNOWN_TEXT)
# Programs that start the command behind them, and words of the shell's syntax that stand before one.
WRAPPERS = frozenset("sudo env time nice nohup exec command eatmydata xvfb-run chronic doas".split())
BEFORE_COMMANDS = WRAPPERS | frozenset("then do else elif if while until".split())
# What ends a command, or may: quotes begin the command of ``sh -c`` and the words of the exec form.
ENDS = str.maketrans(dict.fromkeys(";&|(){}!`[]\"',", "\n"))
RUNS_SCRIPTS = frozenset({".", "source", "configure", "busybox"})
QUOTES = str.maketrans("", "", "\"'\\`")
# A variable, or the output of a command, that is a word of its own or a part of a path.
WHOLE_VARIABLE = pattern(r"""(?:(^|[\s/:=,();|&])(["']*)\$(?:\w+|\{\w+\})(?=["']*(?:[\s/:=,();|&]|$))|\$\()""")


def relevant_codes(build: Build, options: Options) -> frozenset[str]:
    """The codes of the rules that ``options`` select and that may find something, however unsure.

    No other rule finds anything; where there are none, the file need not be traced.
    """
    return frozenset(filter(options.selects, possible_codes(build, options)))


def possible_codes(build: Build, options: Options) -> frozenset[str]:
    """The codes of the rules that may find something, whatever ``options`` select."""
    text = _text(build)
    if not _is_plain(text) or _is_told_more(options) or _runs_context(build, options.context):
        return frozenset(triggers())
    words = text.translate(QUOTES)
    arrives = _arrives(build, words, options.context)
    fires = {trigger: _fires(trigger, build, words, arrives=arrives) for trigger in triggers().values()}
    return frozenset(code for code, trigger in triggers().items() if fires[trigger])


def codes_for(trace: "Trace", codes: Iterable[str]) -> frozenset[str]:
    """Those of some codes whose rules may find something in what landed."""
    landed = [_traits(landing) for landing in trace.landings]
    # What a build installs is in the stage already.
    calls = (call for stage in trace.stages for call in stage.calls if call.name in INSTALLS)
    landed += [{"library"}] if any("install" in " ".join(call.texts) for call in calls) else []
    wanted = {code: trigger.landing if (trigger := triggers().get(code)) else () for code in codes}
    return frozenset(code for code, traits in wanted.items() if not traits or any(map(set(traits).issubset, landed)))


def _traits(landing: "Landing") -> set[str]:
    """What ``Trigger.landing`` may say of something that landed."""
    from dfix.trace.state.artifact import Kind

    traits = {landing.outcome.name.lower()}
    if landing.is_download:
        traits.add("download")
    if landing.environment:
        traits.add("environment")
    if any(one.artifact.kind is Kind.LIBRARY for one in landing.landed):
        traits.add("library")
    return traits


def _is_told_more(options: Options) -> bool:
    """Whether the user says what images hold, or what stands for a variable or a base."""
    return bool(options.images or options.build.build_args or options.build.contexts)


def _fires(trigger: Trigger | None, build: Build, words: str, *, arrives: bool) -> bool:
    """Whether the file has what the trigger names; ``arrives``: a program or script may come into it."""
    return trigger is None or (
        any(word in words for word in trigger.words)
        or (trigger.faults and bool(build.faults or build.dockerfile.faults))
        or (trigger.directives and bool(build.dockerfile.directives))
        or (trigger.platforms and any(stage.platform is not None for stage in build.stages))
        or (trigger.arrivals and arrives)
        or (trigger.bare_base and _may_lack_programs(build, words))
    )


def _text(build: Build) -> str:
    """All that the instructions say that decide what is in a stage and what it starts, continued lines joined."""
    said = (one for one in build.dockerfile.instructions if one.keyword not in SAY_NOTHING)
    return "\n".join(part for one in said for part in (one.logical.text, *(doc.body for doc in one.heredocs)))


def _is_plain(text: str) -> bool:
    """Whether each word is written as one: none is put together from variables, or written in another way."""
    if UNKNOWN_TEXT in text or "\\u" in text:
        return False
    return "$" not in text or "$" not in WHOLE_VARIABLE.sub("", text)


def _arrives(build: Build, words: str, context: Folder | None) -> bool:
    """Whether a program, a library or a script may come into a stage other than by a package manager."""
    lower = words.lower()
    if any(build.reads.values()) or any(word in lower for word in DOWNLOADS):
        return True
    instructions = build.dockerfile.instructions
    if any(one.flags and next(sources(one), None) is not None for one in instructions):
        return True
    copies = [one for one in instructions if one.keyword in COPIES]
    return any(one.heredocs or any(_is_native(context, one, name) for name in _copied(one)) for one in copies)


def _is_native(context: Folder | None, instruction: Instruction, name: str) -> bool:
    """Whether what a COPY takes from the build context is a program, a library or a script, or holds one."""
    if context is None:
        return False
    fact = context.fact(name)
    if fact is None:
        return bool(context.programs_below(name)) or _is_open(name)
    return bool(fact.binary or fact.shebang or instruction.keyword == "ADD")


def _copied(instruction: Instruction) -> Iterator[str]:
    """What a COPY takes from the build context, as written."""
    return (word.text for word in instruction.words[:-1])


def _is_open(name: str) -> bool:
    """Whether a name may mean several files."""
    return any(char in name for char in "$*?[")


def _runs_context(build: Build, context: Folder | None) -> bool:
    """Whether a RUN that may run a script, or a makefile, comes after files of the build context."""
    return context is not None and any(_runs_copied(stage.body, context) for stage in build.stages)


def _runs_copied(body: tuple[Instruction, ...], context: Folder) -> bool:
    has_copied = False
    for one in body:
        if one.keyword in COPIES and not has_copied:
            has_copied = any(_is_there(context, name) for name in _copied(one))
        elif one.keyword == "RUN" and (has_copied or _is_mounted(one)) and _may_run_script(one):
            return True
    return False


def _is_mounted(run: Instruction) -> bool:
    """Whether a RUN has a directory bound into it."""
    return any(mount.get("type", "bind") == "bind" for mount in mounts(run))


def _may_run_script(run: Instruction) -> bool:
    """Whether a command of the RUN may be a path or a variable, or one that is given a script."""
    text = "\n".join((run.args, *(doc.body for doc in run.heredocs)))
    return any(map(_may_be_script, text.translate(ENDS).split("\n")))


def _may_be_script(command: str) -> bool:
    words = command.split()
    while words and "=" in words[0]:
        words.pop(0)
    # The command stands behind a wrapper's options, or behind a redirection.
    is_first = bool(words) and words[0] not in BEFORE_COMMANDS and words[0][0] not in "<>0123456789"
    return any(
        "/" in word or "$" in word or word in RUNS_SCRIPTS or word.endswith(("sh", "make"))
        for word in (words[:1] if is_first else words)
    )


def _is_there(context: Folder, name: str) -> bool:
    """Whether the build context has the file, or in the directory more than the Dockerfile."""
    if _is_open(name) or context.fact(name) is not None:
        return True
    held = context.names(name)
    return context.is_directory(name) and (not held or set(held) != {context.dockerfile.rpartition("/")[2]})


def _may_lack_programs(build: Build, words: str) -> bool:
    """Whether a stage may lack a shell or an interpreter that an instruction names."""
    bases = [stage.base for stage in build.stages]
    images = [base.text for base in bases if isinstance(base, ImageBase)]
    if build.dockerfile.directives or any(isinstance(base, Scratch) for base in bases):
        return True
    if any(word in image for image in images for word in BARE_IMAGES):
        return True
    named = [name for name in INTERPRETERS if name in words]
    if any(one.keyword == "HEALTHCHECK" for one in build.dockerfile.instructions):
        named += [name for name in CHECKERS if name in words]
    if any(_may_lack(image, name) for image in images for name in named):
        return True
    return _names_shell(build, words) and any(map(_is_empty, images))


def _may_lack(text: str, stem: str) -> bool:
    """Whether an image may lack a program whose name begins so; one of which nothing is recorded does not."""
    from dfix.images import resolve
    from dfix.images.provides import Packages, holdings_of, lacks_program

    image = resolve(text)
    if "alpine" in text or image is None or holdings_of(image, Packages()) is None:
        return "alpine" in text
    return any(lacks_program(image, Packages(), name) for name in (stem, f"{stem}3"))


def _names_shell(build: Build, words: str) -> bool:
    """Whether an instruction names a shell, or needs one."""
    return SHELL.search(words) is not None or any(
        one.keyword in ("SHELL", "HEALTHCHECK") or (one.keyword in STARTS and one.json is None)
        for one in build.dockerfile.instructions
    )


def _is_empty(image: str) -> bool:
    """Whether the catalog knows an image that is made from nothing."""
    from dfix.images import resolve

    known = resolve(image)
    return known is not None and known.release.distro == "scratch"
