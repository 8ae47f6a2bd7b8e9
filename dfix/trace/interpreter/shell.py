"""Run a script abstractly: commands in order, branches joined, loops over literal lists unrolled."""

import re
from collections.abc import Iterator

from dfix.context.script import LONGEST, read_shebang
from dfix.syntax import Instruction
from dfix.syntax.expand import bounded
from dfix.syntax.script import (
    Branches,
    Command,
    Function,
    Group,
    Literal,
    Loop,
    Node,
    Opaque,
    Pipeline,
    Script,
    Sequence,
    ShellWord,
    Step,
)
from dfix.syntax.shell import SHELLS, read, slice_logical
from dfix.syntax.shell import script as read_script
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.commands import model as model_of
from dfix.trace.interpreter.apply import apply
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Place
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Havoc, Runs
from dfix.trace.state.facts import Happening
from dfix.trace.state.loader import LOADER_WORDS
from dfix.trace.state.root import Root, join_roots
from dfix.values import NamedTuple

# Commands that write no programs where they run.
ONLOOKERS = frozenset(
    "test [ [[ set ls echo printf true false : exit chmod chown chgrp sed awk grep find sort head tail cat date sleep "
    "touch ldd ldconfig adduser addgroup useradd groupadd usermod update-ca-certificates apk apt-get which type "
    "uname whoami id env export unset cd pushd popd source . eval shift trap wait kill ps df du stat file readlink "
    "basename dirname realpath xargs strip upx setcap md5sum sha1sum sha256sum sha512sum shasum gpg openssl base64 "
    "rsync diff cmp wc tr cut uniq tee seq sync locale-gen dpkg dpkg-reconfigure apt-key add-apt-repository rpm "
    "autoreconf autoconf automake aclocal libtoolize autogen.sh bootstrap dos2unix patch swapoff ulimit umask "
    "pwd hash command time nice sudo su gosu su-exec docker mktemp jq yq envsubst readelf objdump nm "
    "protoc swagger mockgen golint golangci-lint gofmt goimports dep glide govendor gometalinter".split()
)
# A RUN that adds package repositories to the distribution's own.
FOREIGN_REPOSITORY = pattern(
    r"sources\.list|apt-key|add-apt-repository|yum\.repos\.d|config-manager|/etc/apk/repositories|dpkg -i|"
    r"--repository|\.(deb|rpm|apk)\b"
)
LONGEST_UNROLLED = 16
SOURCES = frozenset({".", "source"})
LONGEST_SCRIPT = 64 * 1024
DEEPEST = 12
# No RUN that people write comes near; a nest of loops or functions would never end.
MOST_CALLS = 5_000
WRAPPERS = frozenset(
    {"sudo", "env", "time", "nice", "nohup", "exec", "command", "eatmydata", "xvfb-run", "chronic", "doas"}
)
HARMLESS = frozenset({"true", ":", "exit", "echo", "false", "return", "printf", "cat"})
TEXT_WRITERS = frozenset({"echo", "printf", "cat", "tee", "sed", "envsubst", "jq", "true", ":", ""})


class _State(NamedTuple):
    """What a shell knows, and a subshell forgets."""

    variables: dict[str, str]
    exported: set[str]
    cwd: str


class Runner:
    """Interprets the scripts of one RUN on ``root``, which it changes.

    ``calls`` collects every command in the order it ran; ``base`` is the chain's first link.
    """

    def __init__(self, instruction: Instruction, stage: int, root: Root, base: Place) -> None:
        self.instruction = instruction
        self.stage = stage
        self.root = root
        self.base = base
        self.calls: list[Call] = []
        self.variables: dict[str, str] = {}
        self.exported: set[str] = set()
        self.cwd = "/"
        self.functions: dict[str, tuple[Script, Sequence]] = {}
        self.depth = 0
        self.via: Call | None = None

    def run(self, script: Script, environment: dict[str, str], cwd: str) -> None:
        """Run a whole script in a fresh shell."""
        self.variables = dict(environment)
        self.exported = set(environment)
        self.cwd = cwd
        if FOREIGN_REPOSITORY.search(script.text):
            self.root.learn(Happening.FOREIGN_REPOSITORY)
        self._node(script, script.body, ())

    def _node(self, script: Script, node: Node, feeds: tuple[Call, ...]) -> Call | None:
        """Run one node; the call that a command was, for the pipeline after it."""
        match node:
            case Command():
                return self._command(script, node, feeds)
            case Sequence():
                self._sequence(script, node)
            case Pipeline():
                return self._pipeline(script, node)
            case Branches():
                self._branches(script, node)
            case Loop():
                self._loop(script, node)
            case Group(body, subshell):
                self._scoped(script, body) if subshell else self._sequence(script, body)
            case Function(name, body):
                self.functions[name] = (script, body)
            case Opaque(text):
                self.root.learn(Happening.UNREAD_COMMAND)
                self._notice(text)
        return None

    def _sequence(self, script: Script, sequence: Sequence) -> None:
        for step in sequence.steps:
            if step.operator == "||" and not _is_harmless(step):
                whole = Sequence((step._replace(operator=""),), step.node.start, step.node.end)
                self._branches(script, Branches((whole,), False, step.node.start, step.node.end))
            else:
                self._node(script, step.node, ())

    def _pipeline(self, script: Script, pipeline: Pipeline) -> Call | None:
        feeds: tuple[Call, ...] = ()
        for position, part in enumerate(pipeline.parts):
            before = self._state()
            piped = position + 1 < len(pipeline.parts)
            if isinstance(part, Command):
                call = self._command(script, part, feeds, piped=piped)
            else:
                call = self._node(script, part, feeds)
            self._restore(before)
            feeds = (*feeds, call) if call else feeds
        return feeds[-1] if feeds else None

    def _scoped(self, script: Script, body: Sequence) -> None:
        before = self._state()
        self._sequence(script, body)
        self._restore(before)

    def _state(self) -> _State:
        return _State(dict(self.variables), set(self.exported), self.cwd)

    def _restore(self, state: _State) -> None:
        self.variables, self.exported, self.cwd = dict(state.variables), set(state.exported), state.cwd

    def _branches(self, script: Script, branches: Branches) -> None:
        before, outer = self._state(), self.root
        roots, ends = [], []
        for body in branches.bodies:
            self.root = outer.copy()
            self._restore(before)
            self._sequence(script, body)
            roots.append(self.root)
            ends.append(self._state())
        if not branches.exhaustive or not roots:
            roots.append(outer.copy())
            ends.append(before)
        outer.become(join_roots(outer, roots))
        self.root = outer
        names = {name for end in ends for name in end.variables}
        self.variables = {n: _agreed([end.variables.get(n) for end in ends]) for n in names}
        self.exported = set().union(*(end.exported for end in ends))
        self.cwd = join_path("/", _agreed([end.cwd for end in ends]))

    def _loop(self, script: Script, loop: Loop) -> None:
        if len(self.calls) >= MOST_CALLS:
            return
        values = [text for word in loop.values or () for text in self._split(word)]
        known = 0 < len(values) <= LONGEST_UNROLLED and not any(UNKNOWN_TEXT in value for value in values)
        for value in values if known else [UNKNOWN_TEXT]:
            if len(self.calls) >= MOST_CALLS:
                break
            if loop.name:
                self.variables[loop.name] = value
            self._sequence(script, loop.body)

    def _command(
        self, script: Script, command: Command, feeds: tuple[Call, ...], *, piped: bool = False
    ) -> Call | None:
        inline = {name: self._value(word) if word else "" for name, word in command.assignments}
        if not command.words:
            self.variables |= {name: bounded(value) for name, value in inline.items()}
            self._redirects(command, "")
            return None
        args = [arg for word in command.words for arg in self._args(word)]
        if not args:
            return None
        environment = {name: self.variables[name] for name in self.exported if name in self.variables}
        call = self._call(script, command, args, {**environment, **inline}, tuple(inline), feeds)
        call = _unwrapped(call)._replace(piped=piped)
        self._execute(call)
        return call

    def _call(
        self,
        script: Script,
        command: Command,
        args: list[Arg],
        environment: dict[str, str],
        inline: tuple[str, ...],
        feeds: tuple[Call, ...],
    ) -> Call:
        program = args[0].text
        name = program.rsplit("/", 1)[-1]
        redirects = tuple((r, self._value(r.target) if r.target else "") for r in command.redirects)
        return Call(
            name, program, tuple(args[1:]), environment, inline, self.cwd, command, script, self.instruction,
            self.stage, feeds, redirects, via=self.via,
        )  # fmt: skip

    def _execute(self, call: Call) -> None:
        if len(self.calls) >= MOST_CALLS:
            return
        self.calls.append(call)
        if self.depth > DEEPEST:
            return
        builtin = _BUILTINS.get(call.name)
        if builtin:
            builtin(self, call)
        elif call.name in self.functions and len(self.calls) < MOST_CALLS:
            script, body = self.functions[call.name]
            self.depth += 1
            self._sequence(script, body)
            self.depth -= 1
        elif call.name in SHELLS and call.has("-c", "-ec", "-lc", "-exc", "-xec", "-euxc"):
            self._nested(call)
        else:
            self._model(call)

    def _model(self, call: Call) -> None:
        self._redirects(call.command, call.name)
        model = model_of(call.name)
        if call.name != "apk":
            self._notice(call.script.text[call.command.start : call.command.end])
        if call.name == "ldd":
            self.root.learn(Happening.LISTED_LIBRARIES)
        script = self._script_of(call) if model is None or call.name in SHELLS | SOURCES else None
        if script is not None:
            self._lines(script, call, stays=call.name in SOURCES)
            return
        if model is None:
            if call.name not in ONLOOKERS and not call.name.startswith(("-", "[", "!", "(")):
                apply(self.root, Havoc(call.cwd, call.name), call, self.base)
            return
        for effect in list(model(call, self.root)):
            if isinstance(effect, Runs):
                self._lines(effect, call)
            else:
                apply(self.root, effect, call, self.base)

    def _script_of(self, call: Call) -> Runs | None:
        """A shell script of the build context that is called, by its name or by a shell; None for anything else."""
        words = list(call.texts)
        if call.name in SHELLS or call.name in SOURCES:
            while words and re.fullmatch(r"-[euxv]+", words[0]):
                words.pop(0)
            name, given = (words[0], words[1:]) if words and not words[0].startswith("-") else ("", [])
        else:
            name, given = (call.program, words) if "/" in call.program else ("", [])
        text = self.root.read(join_path(call.cwd, name)) if name and self.root.context else None
        if text is None or len(text) > LONGEST_SCRIPT or "\0" in text:
            return None
        shebang = read_shebang(text[:LONGEST].encode("latin-1"))
        if (shebang.program if shebang else "sh") not in SHELLS:
            return None
        variables = {str(number): value for number, value in enumerate(given, 1)}
        return Runs((text,), call.cwd, variables)

    def _lines(self, runs: Runs, call: Call, *, stays: bool = False) -> None:
        """Lines that a file of the context holds; what they do stands in the Dockerfile as the call that runs them.

        ``stays``: they run in the shell that calls them, which keeps their variables and directory.
        """
        before, outer = self._state(), self.via
        self.depth += 1
        self.via = outer or call
        for line in runs.lines:
            if not stays:
                self.variables = {**call.env, **runs.variables}
                self.exported = set(self.variables)
            self.cwd = runs.cwd
            script = Script(line, call.script.logical, False, read(line))
            self._sequence(script, script.body)
        self.depth -= 1
        self.via = outer
        if not stays:
            self._restore(before)

    def _redirects(self, command: Command, name: str) -> None:
        """A file that output goes to: text when a writer of text made it, else not known."""
        for redirect in command.redirects:
            if redirect.operator in (">", ">>", ">|", "&>") and redirect.target:
                path = self._value(redirect.target)
                if not path.startswith("/dev/") and not path.isdigit():
                    self.root.put(join_path(self.cwd, path), PORTABLE if name in TEXT_WRITERS else UNKNOWN)

    def _notice(self, text: str) -> None:
        if LOADER_WORDS.search(text):
            self.root.closed = False

    def _nested(self, call: Call) -> None:
        """``sh -c 'script'``, where its text stands in the file as it is."""
        flag = next(n for n, arg in enumerate(call.args) if re.match(r"-\w*c$", arg.text))
        if flag + 1 >= len(call.args):
            return
        inner = call.args[flag + 1]
        raw = call.script.text[inner.start : inner.end]
        exact = call.script.exact and raw in (f"'{inner.text}'", f'"{inner.text}"')
        piece = slice_logical(call.script.logical, inner.start + 1, inner.end - 1) if exact else call.script.logical
        nested = read_script(piece) if exact else Script(inner.text, piece, False, read(inner.text))
        before = self._state()
        self.depth += 1
        self.variables, self.exported = dict(call.env), set(call.env)
        self._sequence(nested, nested.body)
        self.depth -= 1
        self._restore(before)

    def change_directory(self, call: Call) -> None:
        """``cd``."""
        target = next((text for text in call.texts if not text.startswith("-")), "/root")
        self.cwd = join_path(self.cwd, target)

    def export(self, call: Call) -> None:
        """``export A=b C``."""
        for text in call.texts:
            name, sign, value = text.partition("=")
            if sign:
                self.variables[name] = bounded(value)
            if not call.has("-n"):
                self.exported.add(name)

    def unset(self, call: Call) -> None:
        """``unset A``."""
        for text in call.texts:
            self.variables.pop(text, None)
            self.exported.discard(text)

    def eval(self, call: Call) -> None:
        """``eval text``: not read, but loaders named in it are noticed."""
        self._notice(" ".join(call.texts))

    def _args(self, word: ShellWord) -> Iterator[Arg]:
        for text in self._split(word):
            yield Arg(text, word.start, word.end)

    def _split(self, word: ShellWord) -> list[str]:
        value = self._value(word)
        return value.split(" ") if word.splits and " " in value.strip() else [value] if value or not word.splits else []

    def _value(self, word: ShellWord) -> str:
        if len(word.parts) == 1 and isinstance(word.parts[0], Literal):
            text = word.parts[0].text
        else:
            text = word.value(self._lookup, self._substitutions())
        return f"/root{text[1:]}" if word.raw.startswith("~/") else text

    def _lookup(self, name: str) -> str | None:
        if name == "PWD":
            return self.cwd
        return self.variables.get(name, "/root" if name == "HOME" else None)

    def _substitutions(self) -> dict[str, str]:
        path = self.variables.get("GOPATH", "/go")
        return {"pwd": self.cwd, "go env GOPATH": path, "go env GOBIN": self.variables.get("GOBIN", "")}


_BUILTINS = {
    "cd": Runner.change_directory,
    "pushd": Runner.change_directory,
    "export": Runner.export,
    "unset": Runner.unset,
    "eval": Runner.eval,
}


def _is_harmless(step: Step) -> bool:
    node = step.node
    return isinstance(node, Command) and bool(node.words) and node.words[0].raw in HARMLESS


def _agreed(values: "list[str | None]") -> str:
    """The value on which all branches agree, or a hole."""
    first = values[0]
    return first if first is not None and all(value == first for value in values) else UNKNOWN_TEXT


def _unwrapped(call: Call) -> Call:
    """The command behind ``sudo``, ``env A=b`` and their like."""
    while call.name in WRAPPERS and call.args:
        rest = list(call.args)
        extra: dict[str, str] = {}
        while rest and (rest[0].text.startswith("-") or "=" in rest[0].text):
            name, sign, value = rest.pop(0).text.partition("=")
            if sign and not name.startswith("-"):
                extra[name] = value
        if not rest:
            break
        program = rest[0].text
        call = call._replace(
            name=program.rsplit("/", 1)[-1],
            program=program,
            args=tuple(rest[1:]),
            env={**call.env, **extra},
            inline=(*call.inline, *extra),
        )
    return call
