"""Whether all that a stage needs is in another image: a shell, a compiler's runtimes, libraries beside a program."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.images import Image
from dfix.images.packages import soname_of_flag
from dfix.syntax import Instruction
from dfix.text import Edit
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.landing import Landing
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.artifact import Kind
from dfix.trace.state.call import Call
from dfix.values import NamedTuple

SHELLS = frozenset({"sh", "bash", "ash", "dash"})
# The program of a health check in exec form.
HEALTH = pattern(r"CMD\s+\[\s*\"([^\"]+)\"")
# Directories that glibc's loader knows from ld.so.cache only.
CACHED = pattern(r"^/usr/local/lib(64)?(/[^/]+\.so[^/]*)?$")
OWN_LIBRARIES = frozenset("c m pthread dl rt util stdc++ gcc gcc_s crypt resolv".split())
# The compiler's runtimes that no bare image has, by the switch or the driver that links them: the packages by
# Debian's codename (Debian's index), empty for what is not there. Distroless cc holds libgomp too.
RUNTIMES = {
    "-fsanitize=address": {"bullseye": "libasan6", "bookworm": "libasan8", "trixie": "libasan8"},
    "-fsanitize=undefined": {"bullseye": "libubsan1", "bookworm": "libubsan1", "trixie": "libubsan1"},
    "-fsanitize=thread": {"bullseye": "libtsan0", "bookworm": "libtsan2", "trixie": "libtsan2"},
    "-fsanitize=leak": {"bullseye": "liblsan0", "bookworm": "liblsan0", "trixie": "liblsan0"},
    "-fopenmp": {"bullseye": "libgomp1", "bookworm": "libgomp1", "trixie": "libgomp1"},
    "gfortran": {"bullseye": "libgfortran5", "bookworm": "libgfortran5", "trixie": "libgfortran5"},
}
# As setlocale compares them: "C.UTF-8" and "C.utf8" are one.
C_LOCALES = frozenset({"c.utf8"})
GO_SANITIZERS = {"-asan": "-fsanitize=address", "-msan": "-fsanitize=memory"}


class Fit(NamedTuple):
    """What must be installed in an image, and how sure it is that nothing else is missing."""

    packages: tuple[str, ...]
    sure: Confidence


def fit(trace: Trace, landing: Landing, image: Image) -> Fit | None:
    """What the image wants so that the landing's stage works on it; None where something cannot be had there."""
    made = landing.artifact.made
    if image.release.shell is None and _wants_more_than_files(trace, landing.stage):
        return None
    if made is None:
        return Fit((), Confidence.CERTAIN)
    if landing.environment is not None:
        return _fit_packages(landing, image)
    more = _packages_of_dotnet(trace, landing, image) if made.toolchain.name == "dotnet" else ()
    packages = [_package(image, runtime) for runtime in runtimes_of(made.call)]
    if more is None or not all(packages):
        return None
    sure = Confidence.CERTAIN if has_locales(trace, made.call, image) else Confidence.POSSIBLE
    return Fit(tuple(dict.fromkeys((*packages, *more))), min(sure, _sure(trace, landing, made.call)))


def _wants_more_than_files(trace: Trace, stage: StageTrace) -> bool:
    """Whether a stage wants a shell, the loader's cache, or a program of its base, which distroless images lack."""
    base = trace.bottom(stage.stage.number).image
    stays = base is not None and base.release.shell is None
    starts_other = not stays and starts_program_of_base(trace, stage)
    return starts_other or needs_shell(trace, stage) or libraries_in_cache(trace, stage)


def _fit_packages(landing: Landing, image: Image) -> Fit | None:
    """What a language's packages want on the image: Node's of Prisma want OpenSSL."""
    if landing.environment is None or landing.environment.language != "node":
        return Fit((), Confidence.CERTAIN)
    from dfix.fixes.packages_for import packages_for

    wanted = packages_for(landing, image)
    return None if wanted and image.release.package_manager is None else Fit(wanted, Confidence.CERTAIN)


def _packages_of_dotnet(trace: Trace, landing: Landing, image: Image) -> tuple[str, ...] | None:
    from dfix.fixes.packages_of_runtime import packages_of_runtime

    return packages_of_runtime(trace, landing, image)


def has_locales(trace: Trace, call: Call, image: Image) -> bool:
    """Whether an image of glibc has the locales that the sources of a compiler's command name, as far as they are read.

    Debian's libc-bin brings ``C.UTF-8``; distroless images have no libc-bin, and no locale.
    """
    if call.name in ("go", "cargo"):
        return True
    from dfix.trace.commands.cc import WITH_VALUE
    from dfix.trace.knowledge.c_sources import uses_of

    named = uses_of(call, trace.stages[call.stage].root, WITH_VALUE).locales
    brought = C_LOCALES if image.release.package_manager in ("apt", "apt-get") else frozenset[str]()
    return {name.lower().replace("-", "") for name in named} <= brought


def needs_shell(trace: Trace, stage: StageTrace) -> bool:
    """Whether the image starts a shell, or a script, or checks its health with one."""
    return trace.once(("needs_shell", stage.stage.number), lambda: _needs_shell(trace, stage))


def _needs_shell(trace: Trace, stage: StageTrace) -> bool:
    family = trace.family(trace.bottom(stage.stage.number))
    last = {one.keyword: one for member in family for one in member.stage.body}
    starts = (last[keyword] for keyword in ("ENTRYPOINT", "CMD", "HEALTHCHECK") if keyword in last)
    brought = frozenset(_landed_paths(trace, stage))
    return any(_is_for_shell(one, brought) for one in starts) or any(_is_script(stage, path) for path in stage.starts)


def _is_for_shell(instruction: Instruction, brought: frozenset[str]) -> bool:
    """Whether it is read by a shell, or starts one that is not among the files that were brought."""
    words = instruction.words
    if instruction.keyword == "HEALTHCHECK":
        return "[" not in instruction.args and "NONE" not in instruction.args
    if instruction.json is None:
        return bool(words)
    program = words[0].text.strip("\"'") if words else ""
    return program.rsplit("/", 1)[-1] in SHELLS and program not in brought


def starts_program_of_base(trace: Trace, stage: StageTrace) -> bool:
    """Whether what the image starts, or checks its health with, is none of the files that were brought."""
    return trace.once(("starts_program_of_base", stage.stage.number), lambda: _starts_program_of_base(trace, stage))


def _starts_program_of_base(trace: Trace, stage: StageTrace) -> bool:
    family = trace.family(trace.bottom(stage.stage.number))
    last = {one.keyword: one for member in family for one in member.stage.body}
    starts = [last[keyword] for keyword in ("ENTRYPOINT", "CMD") if keyword in last][:1]
    programs = [one.words[0].text.strip("\"'") for one in starts if one.json and one.words]
    health = last.get("HEALTHCHECK")
    exec_form = HEALTH.search(health.args) if health else None
    programs += [exec_form[1]] if exec_form else []
    brought = tuple(_landed_paths(trace, stage))
    return not all(_is_brought(stage, program, brought) for program in programs)


def _is_brought(stage: StageTrace, program: str, brought: tuple[str, ...]) -> bool:
    """Whether a file that was brought is the program, or a directory that may hold it."""
    directories = stage.scope.env.get("PATH", "").split(":") + list(PATH)
    places = [join_path(stage.workdir, program)] if "/" in program else [f"{one}/{program}" for one in directories]
    return any(place == path or place.startswith(f"{path}/") for place in places for path in brought)


def _is_script(stage: StageTrace, path: str) -> bool:
    node = stage.root.nodes.get(path)
    return path.endswith(".sh") or bool(node and node.artifact.script)


def libraries_in_cache(trace: Trace, stage: StageTrace) -> bool:
    """Whether shared libraries land where glibc finds them through its cache only."""
    return trace.once(("libraries_in_cache", stage.stage.number), lambda: _libraries_in_cache(trace, stage))


def _libraries_in_cache(trace: Trace, stage: StageTrace) -> bool:
    if stage.scope.env.get("LD_LIBRARY_PATH"):
        return False
    own = (one for landing in trace.landings_in(stage) for one in landing.landed)
    return any(one.artifact.kind is Kind.LIBRARY and one.artifact.is_dynamic and CACHED.match(one.path) for one in own)


def refresh_cache(trace: Trace, landing: Landing) -> Iterator[Edit]:
    """``RUN ldconfig`` behind the copy of such libraries, where nothing runs it yet."""
    stage = landing.stage
    if not libraries_in_cache(trace, stage) or any(call.name == "ldconfig" for call in stage.calls):
        return
    arrivals = (one.artifact.arrival for other in trace.landings_in(stage) for one in other.landed)
    last = max(
        (arrival.instruction for arrival in arrivals if arrival and arrival.stage == stage.stage.number), default=None
    )
    if last is None:
        return
    from dfix.fixes.run_ldconfig import run_ldconfig

    for fix in run_ldconfig(trace, stage, last):
        yield from fix.edits


def _landed_paths(trace: Trace, stage: StageTrace) -> Iterator[str]:
    return (one.path for landing in trace.landings_in(stage) for one in landing.landed)


def _landed_names(trace: Trace, stage: StageTrace) -> frozenset[str]:
    """The names of what lands in a stage, without what begins at ``.so``."""
    return frozenset(path.rsplit("/", 1)[-1].partition(".so")[0] for path in _landed_paths(trace, stage))


def runtimes_of(call: Call) -> Iterator[str]:
    """The rows of ``RUNTIMES`` that a compiler's command links."""
    if "gfortran" in call.name:
        yield "gfortran"
    for text in call.texts:
        if text in GO_SANITIZERS:
            yield GO_SANITIZERS[text]
        elif text.startswith("-fsanitize="):
            yield from (f"-fsanitize={name}" for name in text.partition("=")[2].split(","))
        elif text == "-fopenmp":
            yield text


def _package(image: Image, runtime: str) -> str:
    """The package of a runtime in an image; empty where it has none."""
    if image.release.package_manager not in ("apt-get", "apt"):
        return ""
    return RUNTIMES.get(runtime, {}).get(image.release.codename or "", "")


def _sure(trace: Trace, landing: Landing, call: Call) -> Confidence:
    """Whether all that a compiler is told to link is known, or lands in the stage too."""
    if call.name in ("go", "cargo"):
        return Confidence.CERTAIN
    stage = landing.stage
    landed = trace.once(("landed_names", stage.stage.number), lambda: _landed_names(trace, stage))
    flags = (
        text
        for text in call.texts
        if text.startswith("-l") and text[2:] not in OWN_LIBRARIES and landed.isdisjoint((text[2:], f"lib{text[2:]}"))
    )
    text = call.script.text[call.command.start : call.command.end]
    is_known = all(soname_of_flag(flag) for flag in flags) and "$(" not in text and "`" not in text
    return Confidence.CERTAIN if is_known else Confidence.POSSIBLE
