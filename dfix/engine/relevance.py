"""Which rules may find something in a file, as its instructions alone tell.

Most Dockerfiles have one stage, into which nothing native comes but by a package manager. To trace their
shell commands finds nothing and takes most of a run's time. Each rule's ``Trigger`` says what a file must
have for the rule to find something. What is not known of a file is taken to be there.

``arrivals.py`` tells what may come into a stage, ``missing_programs.py`` which programs it may lack, ``spellings.py``
what words with variables may say.
"""

from collections.abc import Iterable
from functools import cache, cached_property

from dfix.engine.arrivals import (
    QUOTES,
    Words,
    arrives,
    copies_context,
    may_start_fetched,
    names_architecture,
    runs_context,
)
from dfix.engine.options import Options
from dfix.plan import Build, ImageBase, Stage
from dfix.rules import Trigger, triggers
from dfix.text import UNKNOWN_TEXT
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.context import Folder
    from dfix.trace.landing import Landing
    from dfix.trace.result import Trace

# Bases are read apart; the others are words for people and settings of a container.
SAY_NOTHING = frozenset({"FROM", "LABEL", "MAINTAINER", "EXPOSE", "STOPSIGNAL"})
# Build tools whose ``install`` puts libraries into a stage.
INSTALLS = frozenset("make gmake ninja cmake meson b2 bjam".split())


def relevant_codes(build: Build, options: Options) -> frozenset[str]:
    """The codes of the rules that ``options`` select and that may find something, however unsure.

    No other rule finds anything; where there are none, the file need not be traced.
    """
    return frozenset(filter(options.selects, possible_codes(build, options)))


def possible_codes(build: Build, options: Options) -> frozenset[str]:
    """The codes of the rules that may find something, whatever ``options`` select."""
    words = _words_of(build)
    if words is None or _is_told_more(options) or _is_on_built(build, options) or runs_context(build, options.context):
        return frozenset(triggers())
    has = _Has(build, words, options.context)
    return frozenset(code for code, trigger in triggers().items() if trigger is None or has.any_of(trigger))


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


def _is_on_built(build: Build, options: Options) -> bool:
    """Whether a base is an image that the project builds: what it holds is known once its Dockerfile is traced."""
    lock = options.build.lock
    if lock is None or not lock.built:
        return False
    return any(isinstance(stage.base, ImageBase) and lock.built_here(stage.base.text) for stage in build.stages)


class _Has:
    """What a file has that triggers name; each is looked for once, and what takes long only where a trigger asks."""

    def __init__(self, build: Build, words: Words, context: "Folder | None") -> None:
        self._build = build
        self._words = words
        self._context = context
        self.words = frozenset(word for word in _all_words() if word in words.all)
        self.faults = bool(build.faults or build.dockerfile.faults)
        self.directives = bool(build.dockerfile.directives)
        is_asked = build.options.platform is not None
        self.written_platform = any(_is_for_another(stage, is_asked=is_asked) for stage in build.stages)
        self.arrivals = arrives(build, words, context)

    @cached_property
    def bare_base(self) -> bool:
        """Whether a stage may lack a program that an instruction starts."""
        from dfix.engine.missing_programs import may_lack_programs

        return may_lack_programs(self._build, self._words)

    @cached_property
    def named_architecture(self) -> bool:
        """Whether words or a base name an architecture, and the build may be for another one."""
        return names_architecture(self._build, self._words.all.lower(), self._context)

    @cached_property
    def expectant_packages(self) -> bool:
        """Whether a language's package may come that looks for a library: it is named, or files may name it."""
        if copies_context(self._build, self._context):
            return True
        from dfix.trace.knowledge.needs.packages import expectant

        written = self._words.all.lower().replace("_", "-")
        return any(name in written for name in expectant())

    @cached_property
    def fetched(self) -> bool:
        """Whether a file may be started that a download writes."""
        return may_start_fetched(self._build, self._words)

    def any_of(self, trigger: Trigger) -> bool:
        """Whether the file has something that the trigger names."""
        return (
            not self.words.isdisjoint(trigger.words)
            or (trigger.faults and self.faults)
            or (trigger.directives and self.directives)
            or (trigger.written_platform and self.written_platform)
            or (trigger.arrivals and self.arrivals)
            or (trigger.named_architecture and self.named_architecture)
            or (trigger.bare_base and self.bare_base)
            or (trigger.fetched and self.fetched)
            or (not self.words.isdisjoint(trigger.installers) and self.expectant_packages)
        )


@cache
def _all_words() -> tuple[str, ...]:
    """The words of all triggers."""
    words = (word for trigger in triggers().values() if trigger for word in (*trigger.words, *trigger.installers))
    return tuple(dict.fromkeys(words))


def _is_for_another(stage: Stage, *, is_asked: bool) -> bool:
    """Whether a stage may be written for another platform than the image: its builder's, or than ``--platform``."""
    flag = stage.start.flag("platform")
    return flag is not None and (is_asked or "BUILDPLATFORM" in flag.value)


def _words_of(build: Build) -> Words | None:
    """All words of a file; None where one may be written in another way than it is known how to spell."""
    text = _text(build)
    if UNKNOWN_TEXT in text or "\\u" in text:
        return None
    spelled: str | None = ""
    if "$" in text:
        from dfix.engine.spellings import spellings

        spelled = spellings(text)
    return None if spelled is None else Words(f"{text.translate(QUOTES)}\n{spelled}", spelled)


def _text(build: Build) -> str:
    """All that the instructions say that decide what is in a stage and what it starts, continued lines joined."""
    said = (one for one in build.dockerfile.instructions if one.keyword not in SAY_NOTHING)
    return "\n".join(part for one in said for part in (one.logical.text, *(doc.body for doc in one.heredocs)))
