"""Interpret one stage, instruction by instruction."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from dfix.context import Folder
from dfix.images import Image
from dfix.plan import Stage, StageBase
from dfix.plan.build import mounts
from dfix.plan.scope import PLATFORM_ARGS, platform_values
from dfix.shared_map import SharedMap
from dfix.syntax import Instruction
from dfix.syntax.expand import bounded
from dfix.syntax.instruction import Heredoc
from dfix.syntax.shell import run_scripts
from dfix.syntax.words import SPACE, Word, arguments, assignments
from dfix.text import UNKNOWN_TEXT, Span, readable
from dfix.text.paths import join_path
from dfix.trace.interpreter.arrival import Copying, copy_heredoc
from dfix.trace.interpreter.copy_from_context import copy_from_context
from dfix.trace.interpreter.copy_from_root import copy_from_root
from dfix.trace.interpreter.copy_paths import SourceNode, last_part, nodes_at
from dfix.trace.interpreter.script import ScriptInterpreter
from dfix.trace.interpreter.stage_start import Inputs, built_of, outside_image, start_of
from dfix.trace.stage import PATH, StageTrace, base_place
from dfix.trace.state.artifact import Arrival, Artifact, Kind, Place
from dfix.trace.state.call import Call
from dfix.trace.state.facts import ContextSource, Directory, Happening
from dfix.trace.state.mode import may_execute
from dfix.trace.state.root import Root
from dfix.tristate import Tristate

# What ADD downloads.
URLS = ("http://", "https://", "ftp://")


class StageInterpreter:
    """Interprets one stage; ``done`` holds the stages that were interpreted before it.

    ``shipped`` tells that the stage, or one that is built on it, is shipped.
    """

    def __init__(self, inputs: Inputs, stage: Stage, done: Mapping[int, StageTrace], *, shipped: bool) -> None:
        self.inputs = inputs
        self.build = inputs.build
        self.stage = stage
        self.done = done
        self.shipped = shipped
        self.escape = inputs.build.dockerfile.escape
        self.root, self.image, self.scope, self.workdir, self.shell = start_of(inputs, stage, done)
        self.base_place = base_place(stage, self.root)
        self.root.place = self.base_place
        self.root.context = inputs.context
        self.root.files.work = inputs.work
        self.calls: list[Call] = []
        self.ran: list[tuple[Call, str, Artifact]] = []
        before = done.get(stage.base.number) if isinstance(stage.base, StageBase) else None
        self.starts = before.starts if before else ()
        self.started: dict[str, str] = {}
        self.last = {one.keyword: one for one in before.started} if before else dict[str, Instruction]()

    def interpret(self) -> StageTrace:
        """The stage after its last instruction."""
        work = self.inputs.work
        work.line = self.stage.start.first_line + 1
        work.spend()
        for instruction in self.stage.body:
            work.line = instruction.first_line + 1
            work.spend()
            handler = _HANDLERS.get(instruction.keyword)
            if handler:
                handler(self, instruction)
            elif UNKNOWN_TEXT in instruction.keyword:
                # A template fills in lines here, which may do anything.
                self.root.closed = False
                self.root.learn(Happening.UNREAD_COMMAND)
                self.root.learn(Happening.UNREAD_INSTALLATION)
        return StageTrace(
            self.stage, self.root, self.image, self.scope, self.workdir, self.shell, tuple(self.calls),
            self.starts,
            tuple(self.ran),
            tuple(self.last[keyword] for keyword in ("ENTRYPOINT", "CMD") if keyword in self.last),
        )  # fmt: skip

    def arg(self, instruction: Instruction) -> None:
        """ARG: ``--build-arg``, else the default, else the global ARG or the platform's."""
        for pair in arguments(instruction.logical.text, instruction.args_start):
            self.inputs.work.spend()
            default = self.scope.expand(pair.value.text, self.escape) if pair.value is not None else None
            self.scope = self.scope.with_arg(pair.name, self._arg_value(pair.name, default))

    def _arg_value(self, name: str, default: str | None) -> str | None:
        options = self.build.options
        if name in options.build_args:
            return options.build_args[name]
        if default is not None:
            return default
        if name in PLATFORM_ARGS:
            return platform_values(options.platform)[name]
        return self.build.global_args.get(name)

    def _variables(self) -> SharedMap[str, str]:
        """The environment of a RUN: a platform argument that the stage does not declare is empty.

        An image that dfix does not know may set a variable of that name.
        """
        variables = self.scope.variables
        for name in PLATFORM_ARGS if self.root.release is not None else ():
            if name not in variables:
                variables = variables.with_value(name, "")
        return variables

    def env(self, instruction: Instruction) -> None:
        """ENV: all values are expanded with the variables from before the instruction."""
        before = self.scope
        for pair in assignments(instruction.logical.text, instruction.args_start):
            self.inputs.work.spend()
            value = before.expand(pair.value.text, self.escape) if pair.value else ""
            self.scope = self.scope.with_env(pair.name, value)

    def workdir_(self, instruction: Instruction) -> None:
        """WORKDIR: a path relative to the working directory before."""
        text = self.scope.expand(instruction.args.strip(SPACE), self.escape)
        # No path is longer than Linux takes.
        self.workdir = join_path("/", bounded(join_path(self.workdir, text)))
        self.root.learn(Directory(self.workdir))

    def shell_(self, instruction: Instruction) -> None:
        """SHELL: the program that reads the following RUNs."""
        words = instruction.json
        self.shell = words[0].text if words else self.shell

    def run(self, instruction: Instruction) -> None:
        """RUN; what its mounts bring is gone after it."""
        script = run_scripts(instruction, self.shell)
        if script is None:
            self.root.learn(Happening.UNREAD_COMMAND)
            self.root.learn(Happening.UNREAD_INSTALLATION)
            return
        mounted = [path for mount in mounts(instruction) if (path := self._mount(instruction, mount))]
        interpreter = ScriptInterpreter(instruction, self.stage.number, self.root, self.base_place)
        interpreter.weigh(script.text)
        interpreter.run(script, self._variables(), self.workdir)
        self.calls += interpreter.calls
        self.ran += interpreter.scripts
        for path in mounted:
            self.root.files.remove(path)
        self.root.facts = self.root.facts.leave_run()

    def _mount(self, instruction: Instruction, mount: dict[str, str]) -> str | None:
        """Mount what a flag of RUN asks for; its path, None where nothing is mounted that matters."""
        target = mount.get("target") or mount.get("dst") or mount.get("destination")
        if target is None or mount.get("type") == "secret":
            return None
        path = join_path(self.workdir, self.scope.expand(target))
        if mount.get("type", "bind") == "bind":
            self._bind(instruction, mount, path)
        return path

    def _bind(self, instruction: Instruction, mount: dict[str, str], path: str) -> None:
        """Put the files of the build context, or of a stage, where a bind mount shows them."""
        origin = join_path("/", mount.get("source", mount.get("src", "/")))
        if "from" not in mount:
            self.root.learn(ContextSource(path, origin))
            return
        stage = self.build.stage_named(mount["from"])
        if stage is None or stage.number not in self.done:
            return
        source = self.done[stage.number].root
        # It is mounted for this RUN only; what is copied out of it lands (see ``effects.py``).
        arrival = Arrival(self.stage.number, instruction.keyword_span, instruction.span, path)
        for _, relative, node in nodes_at(source, origin) if origin != "/" else _all_of(source):
            self.root.put(join_path(path, relative), node.artifact._replace(arrival=arrival), tree=node.tree)

    def start(self, instruction: Instruction) -> None:
        """ENTRYPOINT and CMD: the program is their first word, after an ``exec``. A new one ends what was inherited."""
        if instruction.keyword == "ENTRYPOINT" and "CMD" not in self.started:
            self.last.pop("CMD", None)
        self.last[instruction.keyword] = instruction
        words = [word.text.strip("'\"") for word in instruction.words if word.text != "exec"]
        if words:
            self.started[instruction.keyword] = self.scope.expand(words[0])
        self.starts = tuple(path for name in self.started.values() for path in self._program_paths(name))

    def _program_paths(self, name: str) -> tuple[str, ...]:
        """The paths that the name of a started program may mean."""
        if "/" in name:
            return (join_path(self.workdir, name),)
        return tuple(f"{directory}/{name}" for directory in PATH)

    def copy(self, instruction: Instruction) -> None:
        """COPY and ADD, from the build context, a stage or an image."""
        if not instruction.words:
            return
        *sources, last = instruction.words
        if instruction.heredocs:
            sources = _without_markers(sources)
        target = self.scope.expand(last.text, self.escape)
        into = target.endswith(("/", "/.")) or target == "." or len(sources) + len(instruction.heredocs) > 1
        target = join_path(self.workdir, target)
        for word in sources:
            text = self.scope.expand(word.text, self.escape)
            span = instruction.logical.span(word.start, word.end)
            self._copy_source(Copying(text, target, into, self.stage.number, span, instruction, self.shipped))
        for heredoc in instruction.heredocs:
            span = _first_line(heredoc)
            copying = Copying(heredoc.name, target, into, self.stage.number, span, instruction, self.shipped)
            copy_heredoc(self.root, copying, heredoc.body, span)

    def _copy_source(self, copying: Copying) -> None:
        flag = copying.instruction.flag("from")
        if copying.is_add and copying.text.lower().startswith(URLS):
            self._download(copying)
        elif flag is None:
            copy_from_context(self.root, copying)
        else:
            self._copy_from(self.scope.expand(flag.value, self.escape), copying)

    def _copy_from(self, name: str, copying: Copying) -> None:
        """``--from=``: a named context, an earlier stage, or an image."""
        image = self.build.options.image_of(name)
        stage = self.build.stage_named(name) if image is None else None
        span = copying.instruction.span
        if image == "":
            folder = Folder(self.build.options.contexts[name]) if self.inputs.context else None
            copy_from_context(self.root, copying, folder)
        elif stage is None:
            copy_from_root(self.root, self._image_root(image or name, span), copying)
        elif stage.number in self.done:
            copy_from_root(self.root, self.done[stage.number].root, copying)
        else:
            # Stages that read each other in a circle: nothing is known of this one yet.
            copy_from_root(self.root, _named_root(name, None, span), copying)

    def _image_root(self, name: str, span: Span) -> Root:
        built = built_of(self.inputs, name)
        if built:
            from dfix.trace.interpreter.built_base import built_root

            root = built_root(self.inputs, self.stage, built, Place(span, readable(name)))
            if root:
                return root
        return _named_root(name, outside_image(self.inputs, self.stage, name), span)

    def _download(self, copying: Copying) -> None:
        """ADD of a URL: the file as it comes, an archive is not unpacked."""
        url, path = copying.text, copying.target
        if copying.into:
            path = join_path(path, last_part(url.split("?", maxsplit=1)[0]))
        from dfix.trace.knowledge.download import nature

        download = nature(url, self.stage.number, None)
        link = Place(copying.word, f"downloads it: {download.because}")
        from dfix.trace.knowledge.needs.known_projects import sources

        for effect in sources(url, path if ".git" in url else ""):
            self.root.learn(effect.fact)
        mode = copying.instruction.flag("chmod")
        # A file that ADD downloads has the mode 0600 (Dockerfile reference, "ADD").
        executable = may_execute(mode.value) if mode else Tristate.NO
        artifact = download._replace(provenance=(self.base_place, link), executable=executable)
        self.root.put(path, artifact)
        if artifact.is_dynamic and artifact.kind is Kind.PROGRAM:
            self.root.files.land(path, artifact)


def _named_root(name: str, image: Image | None, span: Span) -> Root:
    """The root of an image that an instruction at ``span`` names, which is the first link of the chains out of it."""
    is_linux = image is not None and not image.release.is_windows
    root = Root(image, image.release) if image and is_linux else Root(None, None)
    libc = f" ({image.release.libc_title})" if image and is_linux else ""
    root.place = Place(span, f"{readable(name)}{libc}")
    return root


def _without_markers(words: Sequence[Word]) -> list[Word]:
    """The words without the heredocs' markers and the names that stand apart from them (``<< EOF``)."""
    names = {after.start for marker, after in pairwise(words) if marker.text == "<<"}
    return [word for word in words if not word.text.startswith("<<") and word.start not in names]


def _first_line(heredoc: Heredoc) -> Span:
    """Where the first line of its text is, without its end."""
    line = heredoc.body.split("\n", 1)[0].rstrip("\r")
    return Span(heredoc.span.start, heredoc.span.start + len(line))


def _all_of(root: Root) -> list[SourceNode]:
    """Every known path of a root, relative to it."""
    return [SourceNode("/", relative, node) for relative, node in root.files.below("/")]


_HANDLERS = {
    "ARG": StageInterpreter.arg,
    "ENV": StageInterpreter.env,
    "WORKDIR": StageInterpreter.workdir_,
    "SHELL": StageInterpreter.shell_,
    "RUN": StageInterpreter.run,
    "ENTRYPOINT": StageInterpreter.start,
    "CMD": StageInterpreter.start,
    "COPY": StageInterpreter.copy,
    "ADD": StageInterpreter.copy,
}
