"""Interpret a build stage by stage, instruction by instruction."""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.context import Folder
from dfix.images import Image, UserImage, by_package_manager, described_image, release, resolve, user_image
from dfix.images.toolchains import environment, workdir
from dfix.plan import Build, ImageBase, Scope, Scratch, Stage, StageBase
from dfix.plan.build import mounts
from dfix.plan.scope import PLATFORM_ARGS, platform_values
from dfix.syntax import Instruction
from dfix.syntax.shell import run_scripts
from dfix.syntax.words import SPACE, arguments, assignments
from dfix.text import UNKNOWN_TEXT, Span, readable
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.interpreter.apply import nodes_at
from dfix.trace.interpreter.copy import Copying, copy_from_context, copy_from_root, copy_heredoc
from dfix.trace.interpreter.shell import Runner
from dfix.trace.knowledge.download import URL, nature
from dfix.trace.landing import landings
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace, base_place
from dfix.trace.state import arch
from dfix.trace.state.artifact import Arrival, Kind, Place
from dfix.trace.state.call import Call
from dfix.trace.state.facts import ContextSource, Directory, Happening
from dfix.trace.state.file_tree import Node
from dfix.trace.state.root import Root

PACKAGE_MANAGER = pattern(r"(?:^|[\s;&|({])(apk|apt-get|apt|yum|dnf|microdnf|zypper|pacman)\s+(?:-\S+\s+)*[a-z-]")


def trace(build: Build, context: Folder | None = None, own: tuple[UserImage, ...] = ()) -> Trace:
    """Interpret every stage, with the build context where it is at hand, and what the user tells of images.

    Stages come in an order in which each is after those it reads.
    """
    done: dict[int, StageTrace] = {}
    shipped = _shipped(build)
    for index in _order(build):
        interpreter = _Interpreter(build, build.stages[index], done, context, own)
        interpreter.shipped = index in shipped
        done[index] = interpreter.interpret()
    stages = tuple(done[stage.number] for stage in build.stages)
    return Trace(build, stages, tuple(landings(build, stages)), {})


def _shipped(build: Build) -> set[int]:
    """The stages that are shipped, and those that they are built on."""
    found: set[int] = set()
    for index in build.landing:
        stage = build.stages[index]
        while stage.number not in found:
            found.add(stage.number)
            if isinstance(stage.base, StageBase):
                stage = build.stages[stage.base.number]
    return found


def _order(build: Build) -> Iterator[int]:
    """Indices, those that are read first; a circle is cut."""
    seen: set[int] = set()
    for start in range(len(build.stages)):
        stack = [(start, iter(sorted(build.reads[start])))]
        if start in seen:
            continue
        seen.add(start)
        while stack:
            index, reads = stack[-1]
            following = next((i for i in reads if i not in seen), None)
            if following is None:
                yield index
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(sorted(build.reads[following]))))


class _Interpreter:
    """Interprets one stage; ``done`` holds the stages before it."""

    def __init__(
        self,
        build: Build,
        stage: Stage,
        done: dict[int, StageTrace],
        context: Folder | None,
        own: tuple[UserImage, ...],
    ) -> None:
        self.context = context
        self.own = own
        self.build = build
        self.stage = stage
        self.done = done
        self.escape = build.dockerfile.escape
        self.calls: list[Call] = []
        self.started: dict[str, str] = {}
        self.shipped = True
        self._start()

    def _start(self) -> None:
        base = self.stage.base
        self.scope, self.workdir, self.shell = Scope({}, {}), "/", "/bin/sh"
        self.image: Image | None = None
        if isinstance(base, StageBase) and base.number in self.done:
            before = self.done[base.number]
            self.root, self.image, self.scope = before.root.copy(), before.image, before.scope
            self.workdir, self.shell = before.workdir, before.shell
        elif isinstance(base, Scratch):
            self.root = Root(None, release("scratch"))
        else:
            self.image = self._image(base.text) if isinstance(base, ImageBase) else None
            self.root = Root(self.image, self.image.release if self.image else None)
            if self.image:
                self.scope = Scope(environment(self.image), {})
                self.workdir = workdir(self.image)
        self.root.arch = arch.of_stage(self.stage, base.text if isinstance(base, ImageBase) else "")
        if isinstance(base, StageBase) and base.number in self.done and self.stage.start.flag("platform") is None:
            self.root.arch = self.done[base.number].root.arch
        self.base_place = base_place(self.stage, self.root)
        self.root.place = self.base_place
        self.root.context = self.context

    def _image(self, text: str) -> Image | None:
        """The base image: as the author or the user tells, else from the catalog, else from the package manager."""
        stated = self._stated(text) or user_image(text, self.own)
        if stated:
            return stated
        known = resolve(text)
        surely = known is not None and known.family_sure > Confidence.POSSIBLE
        if surely and known and known.release.package_manager is not None:
            return known
        found = {m[1] for i in self.stage.body if i.keyword == "RUN" for m in PACKAGE_MANAGER.finditer(i.logical.text)}
        families = {image for name in found if (image := by_package_manager(text, name))}
        # An image that is said to have no package manager, and in which one is run, is not what it is said to be.
        return families.pop() if len(families) == 1 else known

    def _stated(self, text: str) -> Image | None:
        """What a directive before FROM says of its image: ``libc=glibc``, ``libc-version=2.31``, ``like=debian:12``."""
        dockerfile = self.build.dockerfile
        facts = {
            directive.key: directive.values[0].text
            for directive in dockerfile.directives
            if directive.values and directive.instruction is not None
            and dockerfile.instructions[directive.instruction] is self.stage.start
        }  # fmt: skip
        fact = UserImage(text, facts.get("like"), facts.get("libc"), facts.get("libc-version"))
        return described_image(text, fact) if fact.like or fact.libc else None

    def interpret(self) -> StageTrace:
        for instruction in self.stage.body:
            handler = _HANDLERS.get(instruction.keyword)
            if handler:
                handler(self, instruction)
            elif UNKNOWN_TEXT in instruction.keyword:
                # A template fills in lines of its own, which may do anything.
                self.root.closed = False
                self.root.learn(Happening.UNREAD_COMMAND)
        return StageTrace(
            self.stage, self.root, self.image, self.scope, self.workdir, self.shell, tuple(self.calls),
            tuple(path for name in self.started.values() for path in self._meant(name)),
        )  # fmt: skip

    def arg(self, instruction: Instruction) -> None:
        """ARG: ``--build-arg``, else the default, else the global ARG or the platform's."""
        given = self.build.options.build_args
        automatic = platform_values(self.build.options.platform)
        for pair in arguments(instruction.logical.text, instruction.args_start):
            if pair.name in given:
                value: str | None = given[pair.name]
            elif pair.value is not None:
                value = self.scope.expand(pair.value.text, self.escape)
            elif pair.name in PLATFORM_ARGS:
                value = automatic[pair.name]
            else:
                value = self.build.global_args.get(pair.name)
            self.scope = self.scope.with_arg(pair.name, value)

    def env(self, instruction: Instruction) -> None:
        """ENV: all values are expanded with the variables from before the instruction."""
        before = self.scope
        for pair in assignments(instruction.logical.text, instruction.args_start):
            value = before.expand(pair.value.text, self.escape) if pair.value else ""
            self.scope = self.scope.with_env(pair.name, value)

    def workdir_(self, instruction: Instruction) -> None:
        """WORKDIR: relative to the one before."""
        self.workdir = join_path(self.workdir, self.scope.expand(instruction.args.strip(SPACE), self.escape))
        self.root.learn(Directory(self.workdir))

    def shell_(self, instruction: Instruction) -> None:
        """SHELL: the program that reads the following RUNs."""
        words = instruction.json
        self.shell = words[0].text if words else self.shell

    def run(self, instruction: Instruction) -> None:
        """RUN, with what its mounts bring and take away again."""
        script = run_scripts(instruction, self.shell)
        if script is None:
            self.root.learn(Happening.UNREAD_COMMAND)
            return
        gone = [path for mount in mounts(instruction) if (path := self._mount(instruction, mount))]
        runner = Runner(instruction, self.stage.number, self.root, self.base_place)
        runner.run(script, self.scope.variables(), self.workdir)
        self.calls += runner.calls
        for path in gone:
            self.root.files.remove(path)
        self.root.facts = self.root.facts.leave_run()

    def _mount(self, instruction: Instruction, mount: dict[str, str]) -> str | None:
        """Where a mount stands; a bind from a stage brings that stage's files."""
        target = mount.get("target") or mount.get("dst") or mount.get("destination")
        if target is None or mount.get("type") == "secret":
            return None
        path = join_path(self.workdir, self.scope.expand(target))
        if "from" not in mount and mount.get("type", "bind") == "bind":
            self.root.learn(ContextSource(path, join_path("/", mount.get("source", mount.get("src", "/")))))
        source = self.build.stage_named(mount["from"]) if "from" in mount else None
        if source and source.number in self.done and mount.get("type", "bind") == "bind":
            known = self.done[source.number].root
            origin = join_path("/", mount.get("source", mount.get("src", "/")))
            for _, relative, node in nodes_at(known, origin) if origin != "/" else _all_of(known):
                # It is mounted for this RUN only; what is copied out of it lands (see ``apply.py``).
                arrival = Arrival(self.stage.number, instruction.keyword_span, instruction.span, path)
                self.root.put(join_path(path, relative), node.artifact._replace(arrival=arrival), tree=node.tree)
        return path

    def start(self, instruction: Instruction) -> None:
        """ENTRYPOINT and CMD: the program is their first word, after an ``exec``."""
        words = [word.text.strip("'\"") for word in instruction.words if word.text != "exec"]
        if words:
            self.started[instruction.keyword] = self.scope.expand(words[0])

    def _meant(self, name: str) -> tuple[str, ...]:
        if "/" in name:
            return (join_path(self.workdir, name),)
        return tuple(f"{directory}/{name}" for directory in PATH)

    def copy(self, instruction: Instruction) -> None:
        """COPY and ADD, from the build context, a stage or an image."""
        words = instruction.words
        if not words:
            return
        *sources, last = words
        if instruction.heredocs:
            sources = [word for word in sources if not word.text.startswith("<<")]
        target = self.scope.expand(last.text, self.escape)
        into = target.endswith(("/", "/.")) or target == "." or len(sources) + len(instruction.heredocs) > 1
        target = join_path(self.workdir, target)
        flag = instruction.flag("from")
        for word in sources:
            text = self.scope.expand(word.text, self.escape)
            span = instruction.logical.span(word.start, word.end)
            copying = Copying(text, target, into, self.stage.number, span, instruction, self.shipped)
            if instruction.keyword == "ADD" and URL.match(text):
                self._download(text, target, span, into=into)
            elif flag is None:
                copy_from_context(self.root, copying)
            else:
                self._copy_from(self.scope.expand(flag.value, self.escape), copying)

        for heredoc in instruction.heredocs:
            line = heredoc.body.split("\n", 1)[0].rstrip("\r")
            span = Span(heredoc.span.start, heredoc.span.start + len(line))
            copying = Copying(heredoc.name, target, into, self.stage.number, span, instruction, self.shipped)
            copy_heredoc(self.root, copying, heredoc.body, span)

    def _copy_from(self, name: str, copying: Copying) -> None:
        """``--from=``: an earlier stage, or an image."""
        outside = self.build.options.image_of(name)
        if outside == "":
            directory = self.build.options.contexts[name]
            copy_from_context(self.root, copying, Folder(directory) if self.context else None)
            return
        name = outside or name
        origin = self.build.stage_named(name) if outside is None else None
        if origin and origin.number in self.done:
            copy_from_root(self.root, self.done[origin.number].root, copying)
            return
        image = (user_image(name, self.own) or resolve(name)) if origin is None else None
        source = Root(image, image.release if image else None)
        what = f" ({image.release.libc_title})" if image else ""
        source.place = Place(copying.instruction.span, f"{readable(name)}{what}")
        copy_from_root(self.root, source, copying)

    def _download(self, url: str, target: str, span: Span, *, into: bool) -> None:
        """ADD of a URL: the file as it comes, an archive is not unpacked."""
        path = join_path(target, url.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]) if into else target
        found = nature(url, self.stage.number, None)
        link = Place(span, f"downloads it: {found.because}")
        artifact = found._replace(provenance=(self.base_place, link))
        self.root.put(path, artifact)
        if artifact.is_dynamic and artifact.kind is Kind.PROGRAM:
            self.root.files.land(path, artifact)


def _all_of(root: Root) -> list[tuple[str, str, Node]]:
    """Every known path of a root, relative to it."""
    return [("/", relative, node) for relative, node in root.files.below("/")]


_HANDLERS = {
    "ARG": _Interpreter.arg,
    "ENV": _Interpreter.env,
    "WORKDIR": _Interpreter.workdir_,
    "SHELL": _Interpreter.shell_,
    "RUN": _Interpreter.run,
    "ENTRYPOINT": _Interpreter.start,
    "CMD": _Interpreter.start,
    "COPY": _Interpreter.copy,
    "ADD": _Interpreter.copy,
}
