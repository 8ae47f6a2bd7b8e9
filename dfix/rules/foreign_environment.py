"""A language environment with native parts moves to another libc.

## Why
Packages of Python, Node, Ruby or PHP may have compiled parts: extension modules, addons, native gems. They are built, or downloaded ready-made, for the libc of the stage that installs them. In a process of another libc they fail when they are imported: `Error loading shared library ld-linux-x86-64.so.2`, `Error relocating …: symbol not found`, `ImportError`.

Whether a package has native parts is mostly written in requirements.txt or package.json, not in the Dockerfile. The finding is *likely* where the Dockerfile names such a package or installs a compiler to build one, else only *possible*. It is only *possible*, too, where the image starts nothing and has no interpreter: it may carry the packages to other containers.

A stage that only builds needs them too: `npm run build` on Alpine with the `node_modules` of a Debian stage fails where Vite loads Rollup's addon. There the finding is about the tools that the script loads. esbuild, turbo and sentry-cli are static, and run on any libc.

## Fix safety
Another base image also changes the other packages and tools of its stage, so it is unsafe. Installing the packages where they land is unsafe too: packages without a ready-made build for that libc need a compiler there.

## Sources
PEP 600 (manylinux) and PEP 656 (musllinux); Node's documentation, "C++ addons"; the RubyGems guides, "Gems with extensions". Measured on glibc addons in a musl process; the dynamic sections of what is published of Rollup 4, SWC, Biome, sass-embedded, esbuild, turbo and sentry-cli.
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Confidence, Finding, Fix, Severity
from dfix.fixes.move_builder import MOVE_BUILDER, move_builder
from dfix.fixes.move_runtime import MOVE_RUNTIME, move_runtime
from dfix.fixes.reinstall import REINSTALL, reinstall
from dfix.rules.rule import Rule
from dfix.rules.trigger import ARRIVALS
from dfix.rules.wording import shown_path
from dfix.trace.knowledge.programs import absence_of_program
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import title_of
from dfix.trace.state.artifact import Environment, Linkage

# Names of languages that are not their key with a capital letter.
TITLES = {"php": "PHP", "conda": "conda"}
INTERPRETERS = {"python": "python3", "node": "node", "ruby": "ruby", "php": "php"}


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each environment that lands on another libc than it was built for."""
    for landing in trace.landings:
        environment = landing.environment
        is_pure = landing.artifact.linkage is Linkage.STATIC
        if environment and not is_pure and landing.outcome is Outcome.FOREIGN_LIBC:
            yield describe(trace, landing, environment)


def describe(trace: Trace, landing: Landing, environment: Environment) -> Finding:
    """Return the finding on one environment; it is surer where native parts are known."""
    artifact, stage = landing.artifact, landing.stage
    language = TITLES.get(environment.language, environment.language.capitalize())
    libc = artifact.abi.libc.value if artifact.abi else "another libc"
    holds = f"{shown_path(landing.path)} holds {language} packages with {_parts(landing, environment)} for {libc}"
    has_parts = artifact.linkage is Linkage.DYNAMIC
    return RULE.at_landing(
        landing,
        message=f"{holds}, and {stage.stage.title} is {title_of(stage.root)}",
        why="such packages fail when they are imported; install them on the libc on which they run",
        severity=Severity.WARNING,
        confidence=Confidence.CERTAIN if has_parts and not _is_carrier(landing, environment) else Confidence.POSSIBLE,
        fixes=partial(_repairs, trace, landing),
    )


def _is_carrier(landing: Landing, environment: Environment) -> bool:
    """Whether the stage only carries the packages to another root: it starts nothing, and has no interpreter."""
    root, interpreter = landing.stage.root, INTERPRETERS.get(environment.language)
    if landing.stage.starts or interpreter is None:
        return False
    is_busybox = root.release is not None and root.release.distro == "busybox"
    return is_busybox or absence_of_program(landing.stage, interpreter) is not None


def _parts(landing: Landing, environment: Environment) -> str:
    """What is known of the native parts, with the names of a few packages."""
    if environment.packages:
        return f"native parts ({', '.join(environment.packages[:3])}) built"
    return "native parts built" if landing.artifact.linkage is Linkage.DYNAMIC else "native parts, if any, built"


def _repairs(trace: Trace, landing: Landing) -> Iterator[Fix]:
    yield from reinstall(trace, landing)
    yield from move_builder(trace, landing)
    yield from move_runtime(trace, landing)


RULE = Rule(
    "DF201",
    "foreign-environment",
    __name__,
    check,
    repairs=(REINSTALL, MOVE_BUILDER, MOVE_RUNTIME),
    trigger=ARRIVALS._replace(landing=("foreign_libc", "environment")),
)
