"""A stage's commands in the words of another distribution: all of them, or none."""

import re
from collections.abc import Iterator

from dfix.edit import insert, remove, replace
from dfix.edit.written import can_edit
from dfix.fixes.translate import packages, shells, starts, system, users
from dfix.fixes.translate.move import Dropped, Kept, Move, Rewritten, Untranslatable
from dfix.images import Image, Release
from dfix.images.packages import NAMES_OF, brings, is_same_everywhere, package_of_command, translated
from dfix.syntax import Instruction
from dfix.text import Edit, Span, merged
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace
from dfix.trace.state.call import Arg, Call

FETCHERS = frozenset({"curl", "wget", "git"})
# Packages that stand for a compiler with all that it needs, and what they bring.
COMPILER_GROUPS = frozenset({"build-base", "build-essential"})
IN_COMPILER_GROUPS = frozenset({"gcc", "g++", "make", "musl-dev", "libc6-dev", "binutils", "patch"})


def translate_stage(
    trace: Trace, bottom: StageTrace, image: Image, *, tools: tuple[str, ...], also: tuple[str, ...] = ()
) -> tuple[Edit, ...]:
    """The edits that let the stage's commands, and those of stages built on it, run on another base image.

    ``tools`` are commands that it needs, which the old base brought; ``also`` are packages, under
    their new names, that the stage needs too.

    Raises:
        Untranslatable: a command has no counterpart; nothing may be changed then.
    """

    def translation() -> tuple[Edit, ...] | Untranslatable:
        try:
            return _translation(trace, bottom, image, tools=tools, also=also)
        except Untranslatable as reason:
            return reason

    name = ("translation", bottom.stage.number, image.reference, tools, also)
    edits = trace.once(name, translation)
    if isinstance(edits, Untranslatable):
        raise edits
    return edits


def _translation(
    trace: Trace, bottom: StageTrace, image: Image, *, tools: tuple[str, ...], also: tuple[str, ...]
) -> tuple[Edit, ...]:
    family = trace.family(bottom)
    release, target = bottom.root.release, image.release
    calls = _own_calls(family)
    if release is None:
        raise Untranslatable("what the stage runs on is not known")
    if target.distro in ("distroless", "scratch") and any(one.keyword == "RUN" for one in _instructions(family)):
        raise Untranslatable(f"{target.title} has no shell for the RUN in it")
    old, new = (NAMES_OF.get(one.package_manager or "") for one in (release, target))
    if old == new:
        return merged([*_release_names(calls, target), *_installation(trace, bottom, image, calls, also)])
    if old is None or new is None:
        if any(_is_of_distribution(call) for call in calls):
            raise Untranslatable(f"{target.title} has no package manager")
        return tuple(_installation(trace, bottom, image, calls, also))
    present = frozenset().union(*(stage.root.packages for stage in family))
    move = Move(trace.source, release, target, image, present)
    _refuse_foreign_paths(trace, family, move)
    starts.refuse_scripts_of_ash(family, move)
    commands = _commands(move, bottom, calls, tools=tools, also=(*also, *_for_starts(move, bottom, family)))
    others = (*_mounts(family, move), *shells.translate(family, move), *starts.translate(family, move))
    return merged([*commands, *others])


def _for_starts(move: Move, bottom: StageTrace, family: list[StageTrace]) -> tuple[str, ...]:
    """The packages of what the image starts or checks its health with, which the old base brought."""
    names = dict.fromkeys(
        name for command in starts.commands(family) for name in _brought_before(command, move, bottom)
    )
    return tuple(names)


def _installation(
    trace: Trace, bottom: StageTrace, image: Image, calls: list[Call], names: tuple[str, ...]
) -> Iterator[Edit]:
    """A RUN that installs those of the packages that no command installs under the same name."""
    target = image.release
    named = {text for call in calls if call.name in NAMES_OF for text in call.texts}
    absent = tuple(name for name in names if name not in named)
    if absent and target.package_manager:
        run = packages.installation(target, absent)
        yield insert.root_run_after(trace.source, bottom.stage.start, run, image.user)


def _own_calls(family: list[StageTrace]) -> list[Call]:
    """Every command that the stages' own RUNs hold, once, in order."""
    calls: list[Call] = []
    seen: set[Span] = set()
    for call in (call for stage in family for call in stage.calls if call.stage == stage.stage.number):
        # Those that are not in the file one by one, such as a makefile's, share the place of what starts them.
        is_in_file = can_edit(call)
        if not is_in_file or call.span not in seen:
            calls.append(call)
        if is_in_file:
            seen.add(call.span)
    return calls


def _is_of_distribution(call: Call) -> bool:
    """Whether the command runs on its own distribution only."""
    return call.name in NAMES_OF or call.name in users.COMMANDS or call.name in system.UNTRANSLATED


def _release_names(calls: list[Call], target: Release) -> Iterator[Edit]:
    """Packages that are named after their release, under the target release's names."""
    for call in calls:
        order = packages.read(call) if call.name in NAMES_OF else None
        for arg in order.packages if order and order.verb is packages.Verb.INSTALL else ():
            if is_same_everywhere(arg.text.split("=")[0]):
                continue
            names = translated(arg.text, call.name, target)
            if names is None or len(names) != 1 or not can_edit(call):
                reason = f"the package `{arg.text}` is named after its release; {target.title} may not have it"
                raise Untranslatable(reason)
            if names[0] != arg.text:
                yield replace.arg(call, arg, names[0])


def _refuse_foreign_paths(trace: Trace, family: list[StageTrace], move: Move) -> None:
    """Stop at ONBUILD, and at copies and settings that name a place which only the old distribution has.

    Raises:
        Untranslatable: there is one.
    """
    places = system.OWN_PLACES[move.old_manager]
    own = {one.span: one for stage in family for one in stage.stage.body}
    read = {one.span: one for stage in family for one in trace.readers(stage.stage.number)}
    for span, instruction in sorted({**own, **read}.items()):
        if instruction.keyword == "ONBUILD" and span in own:
            raise Untranslatable("what ONBUILD runs is not translated")
        if instruction.keyword in ("COPY", "ADD", "ENV", "VOLUME") and places.search(instruction.args):
            raise Untranslatable(f"`{instruction.keyword}` names a place that only {move.old.title} has")


def _commands(
    move: Move, bottom: StageTrace, calls: list[Call], *, tools: tuple[str, ...], also: tuple[str, ...]
) -> Iterator[Edit]:
    runs = _Installations(calls)
    extra = _lacking(move, bottom, calls, tools=tools, also=also)
    host = runs.first_in(bottom, calls) if extra else None
    groups: dict[str, tuple[Arg, ...]] = {}
    dropped: list[Call] = []
    for call in calls:
        change = _change(call, move, groups, runs, extra if call is host else ())
        if isinstance(change, Kept):
            continue
        if not can_edit(call):
            raise Untranslatable(f"`{call.name}` stands where it cannot be rewritten")
        if isinstance(change, Dropped):
            dropped.append(call)
        else:
            yield from change.edits
    drops = remove.commands(move.source, dropped)
    if drops is None:
        raise Untranslatable(f"`{dropped[0].name}` decides what runs next, so it cannot be taken out")
    yield from drops
    if extra and host is None:
        run = packages.installation(move.new, extra)
        yield insert.root_run_after(move.source, bottom.stage.start, run, move.image.user)


def _change(
    call: Call, move: Move, groups: dict[str, tuple[Arg, ...]], runs: "_Installations", extra: tuple[str, ...]
) -> Kept | Dropped | Rewritten:
    if call.name in NAMES_OF:
        return packages.translate(call, move, groups, packages.Turn(runs.is_first(call), runs.is_last(call), extra))
    if call.name in users.COMMANDS:
        return users.translate(call, move)
    if call.name == "rm" and runs.installs_in(call):
        cleaned = packages.clean_instead(call, move)
        if cleaned:
            return cleaned
    found = system.translate(call, move)
    if found is None or isinstance(found, Kept):
        system.refuse_own_places(call, move)
        return Kept()
    return found


class _Installations:
    """Which commands of each RUN install something, and which RUNs clean up after it themselves."""

    def __init__(self, calls: list[Call]) -> None:
        self._of: dict[Span, list[Call]] = {}
        self._cleaned: set[Span] = set()
        for call in calls:
            if call.name in NAMES_OF and packages.read(call).installs:
                self._of.setdefault(call.instruction.span, []).append(call)
            elif call.name == "rm" and any(
                system.CACHES["apk"].search(text) or system.CACHES["dnf"].search(text) for text in call.texts
            ):
                self._cleaned.add(call.instruction.span)

    def installs_in(self, call: Call) -> bool:
        """Whether the RUN of a command installs something."""
        return call.instruction.span in self._of

    def is_first(self, call: Call) -> bool:
        """Whether it is the first installation of its RUN."""
        return self._of.get(call.instruction.span, [None])[0] is call

    def is_last(self, call: Call) -> bool:
        """Whether it is the last one, and nothing cleans up behind it."""
        return call.instruction.span not in self._cleaned and self._of.get(call.instruction.span, [None])[-1] is call

    def first_in(self, bottom: StageTrace, calls: list[Call]) -> Call | None:
        """The installation at which a stage begins, so that more may be installed with it."""
        first = next((call for call in calls if call.name in NAMES_OF or brings(bottom.image, call.name)), None)
        run = first.instruction.span if first else None
        started = next((call for call in calls if call.instruction.span == run and self.is_first(call)), None)
        if started is None or not can_edit(started):
            return None
        return started if packages.read(started).verb is packages.Verb.INSTALL else None


def _lacking(
    move: Move, bottom: StageTrace, calls: list[Call], *, tools: tuple[str, ...], also: tuple[str, ...]
) -> tuple[str, ...]:
    """Packages of the commands that the old base brought and the new one does not, and ``also`` these."""
    names = [call.name for call in calls if "/" not in call.program]
    names += ["git"] if any(_fetches_with_git(call, bottom) for call in calls) else []
    commands = (*names, *tools)
    missing = [name for command in commands for name in _brought_before(command, move, bottom)]
    if FETCHERS & set(names) and brings(move.image, "curl") is False and move.new_manager == "apt":
        # Alpine's base holds the certificates; Debian's slim images do not.
        missing.append("ca-certificates")
    if "pecl" in names and move.new_manager == "apk":
        # The official PHP images name there what ``phpize`` wants; Debian's have it installed.
        missing.append("$PHPIZE_DEPS")
    installed = set(_installed(move, calls))
    if installed & COMPILER_GROUPS:
        installed |= IN_COMPILER_GROUPS
    return tuple(name for name in dict.fromkeys((*missing, *also)) if name not in installed)


def _brought_before(command: str, move: Move, bottom: StageTrace) -> tuple[str, ...]:
    """The package of a command that the old base brought and the new one does not.

    Raises:
        Untranslatable: its name on the new release is not known.
    """
    package = package_of_command(command)
    if not package or not brings(bottom.image, command) or brings(move.image, command):
        return ()
    names = translated(package, "apt", move.new)
    if names is None:
        raise Untranslatable(f"no package of {move.new.title} is known to bring `{command}`")
    return names


def _fetches_with_git(call: Call, bottom: StageTrace) -> bool:
    """Whether a package manager starts git: Go's before its module proxy (1.13), any for ``git+https``."""
    if call.name in ("dep", "glide", "govendor") or any("git+" in text for text in call.texts):
        return True
    tag = (bottom.image.reference.tag or "") if bottom.image else ""
    if call.name != "go" or call.texts[:1] != ("get",):
        return False
    version = re.match(r"1\.(\d+)", tag)
    return version is None or int(version[1]) < 13


def _installed(move: Move, calls: list[Call]) -> Iterator[str]:
    """The packages that the stage will install, under their new names."""
    for call in calls:
        for arg in packages.read(call).packages if call.name in NAMES_OF else ():
            yield from translated(arg.text, call.name, move.new) or ()


def _mounts(family: list[StageTrace], move: Move) -> Iterator[Edit]:
    """Cache mounts of the old package manager's directories go."""
    cache = system.CACHES[move.old_manager]
    for instruction in _instructions(family):
        for flag in instruction.flags if instruction.keyword == "RUN" else ():
            if flag.name == "mount" and "type=cache" in flag.value and cache.search(flag.value):
                yield remove.flag(instruction, flag)


def _instructions(family: list[StageTrace]) -> Iterator[Instruction]:
    return (instruction for stage in family for instruction in stage.stage.body)
