"""Interpret a shell script: commands in order, branches joined, loops over literal lists unrolled."""

import re

from dfix.shared_map import SharedMap
from dfix.syntax import Instruction
from dfix.syntax.script import (
    Branches,
    Command,
    Function,
    Group,
    Loop,
    Node,
    Opaque,
    Pipeline,
    Script,
    Sequence,
    ShellWord,
    Step,
    Substitution,
)
from dfix.syntax.shell import SHELLS, read, slice_logical
from dfix.syntax.shell import script as read_script
from dfix.text import UNKNOWN_TEXT
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.commands import model as model_of
from dfix.trace.interpreter.called_script import SOURCES, called_script
from dfix.trace.interpreter.effects import apply
from dfix.trace.interpreter.shell_state import ShellState, fresh, joined, with_values
from dfix.trace.interpreter.wrappers import unwrapped
from dfix.trace.stage import PATH
from dfix.trace.state.artifact import PORTABLE, UNKNOWN, Artifact, Place
from dfix.trace.state.call import Arg, Call
from dfix.trace.state.effect import Effect, Havoc, Runs
from dfix.trace.state.facts import Happening
from dfix.trace.state.loader import LOADER_WORDS
from dfix.trace.state.root import Root, join_roots

# Commands that write no programs where they run.
ONLOOKERS = frozenset(
    "test [ [[ (( set ls echo printf true false : exit chmod chown chgrp sed awk grep find sort head tail cat date "
    "sleep touch ldd ldconfig adduser addgroup useradd groupadd usermod update-ca-certificates apk apt-get which type "
    "uname whoami id env export unset cd pushd popd source . eval shift trap wait kill ps df du stat file readlink "
    "basename dirname realpath xargs strip upx setcap md5sum sha1sum sha256sum sha512sum shasum gpg openssl base64 "
    "rsync diff cmp wc tr cut uniq tee seq sync locale-gen dpkg dpkg-reconfigure apt-key add-apt-repository rpm "
    "autoreconf autoconf automake aclocal libtoolize autogen.sh bootstrap dos2unix patch swapoff ulimit umask "
    "pwd hash command time nice sudo su gosu su-exec docker mktemp jq yq envsubst readelf objdump nm "
    "protoc swagger mockgen golint golangci-lint gofmt goimports dep glide govendor gometalinter "
    "modclean node-prune break continue return local declare readonly typeset let read getopts shopt expr nproc arch "
    "hostname printenv getent groupmod deluser delgroup userdel groupdel gpasswd passwd chpasswd chsh visudo crontab "
    "service systemctl rc-update update-rc.d setfacl getfacl getcap mkfifo getconf lsb_release dpkg-query "
    "dpkg-architecture apt-cache apt-config debconf-set-selections update-ca-trust ssh-keygen ssh-keyscan ping "
    "localedef update-locale a2enmod a2dismod a2enconf a2disconf a2ensite a2dissite phpenmod phpdismod phpquery "
    "gpgconf rustup yes".split()
)
# A program that is only asked for this writes nothing.
QUESTIONS = frozenset({"--version", "-version", "-v", "-V", "version", "--help", "-h", "help"})
SHOW_MANUAL = "apt-mark showmanual"
IFS = {ord("\t"): " ", ord("\n"): " "}
# A RUN that adds package repositories to the distribution's own.
FOREIGN_REPOSITORY = pattern(
    r"sources\.list|apt-key|add-apt-repository|yum\.repos\.d|config-manager|/etc/apk/repositories|dpkg -i|"
    r"--repository|\.(deb|rpm|apk)\b",
    having="sources.list apt-key add-apt-repository yum.repos.d config-manager /etc/apk/ dpkg --repo .deb .rpm .apk",
)
# A loop over more words than this is run once, with a word that is not known.
LONGEST_UNROLLED = 16
# What begins a word, a part of one or a command of a script; two of them take the memory of a step.
BREAKS, BREAKS_OF_A_STEP = " \n\t$;|&<>'\"`{(=", 2
# Functions and scripts that call each other are followed this deep.
DEEPEST = 12
# A command of a pipeline knows so many commands before it.
MOST_FEEDS = 16
# No RUN that people write comes near; a nest of loops or functions would never end.
MOST_CALLS = 5_000
# Commands after ``||`` that change nothing, so that what comes before them is not in doubt.
HARMLESS = frozenset({"true", ":", "exit", "echo", "false", "return", "printf", "cat"})
LISTS_LIBRARIES = pattern(r"(\$\(|`)[^)`]*\bldd\b")
TEXT_WRITERS = frozenset({"echo", "printf", "cat", "tee", "sed", "envsubst", "jq", "true", ":", ""})


class ScriptInterpreter:
    """Interprets the scripts of one RUN on ``root``, which it changes.

    ``calls`` collects every command in the order it ran, ``scripts`` those that started a script, or a
    download, with its path;
    ``base`` is the first link of the chains of what they make; ``via`` is the call in the Dockerfile whose
    makefile or script is being run.
    """

    def __init__(self, instruction: Instruction, stage: int, root: Root, base: Place) -> None:
        self.instruction = instruction
        self.stage = stage
        self.root = root
        self.base = base
        self.calls: list[Call] = []
        self.scripts: list[tuple[Call, str, Artifact]] = []
        self.shell = ShellState()
        self.functions: dict[str, tuple[Script, Sequence]] = {}
        self.depth = 0
        self.via: Call | None = None
        self.shows_marks = SHOW_MANUAL in instruction.logical.text

    def run(self, script: Script, environment: SharedMap[str, str], cwd: str) -> None:
        """Run a whole script in a fresh shell."""
        self.shell = fresh(environment, cwd)
        if FOREIGN_REPOSITORY.search(script.text):
            self.root.learn(Happening.FOREIGN_REPOSITORY)
        self._node(script, script.body, ())

    def weigh(self, text: str) -> None:
        """Count the words of a script as work: the commands keep them."""
        self.root.files.work.spend(sum(map(text.count, BREAKS)) // BREAKS_OF_A_STEP)

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
                self.root.learn(Happening.UNREAD_INSTALLATION)
                self._notice_loader_words(text)
        return None

    def _sequence(self, script: Script, sequence: Sequence) -> None:
        steps, place, chained = sequence.steps, 0, 0
        while place < len(steps):
            step = steps[place]
            if place >= chained:
                chained = _end_of_chain(steps, place)
            end = chained if chained < len(steps) and _is_guarded(script, steps, place) else place
            if end > place:
                self._branches(script, _perhaps(*steps[place:end]))
            elif step.operator == "||" and not _is_harmless(step):
                self._branches(script, _perhaps(step))
            else:
                self._node(script, step.node, ())
            place = max(end, place + 1)

    def _pipeline(self, script: Script, pipeline: Pipeline) -> Call | None:
        feeds: tuple[Call, ...] = ()
        for position, part in enumerate(pipeline.parts):
            before = self.shell
            piped = position + 1 < len(pipeline.parts)
            if isinstance(part, Command):
                call = self._command(script, part, feeds, piped=piped)
            else:
                call = self._node(script, part, feeds)
            self.shell = before
            feeds = (*feeds[-MOST_FEEDS:], call) if call else feeds
        return feeds[-1] if feeds else None

    def _scoped(self, script: Script, body: Sequence) -> None:
        before = self.shell
        self._sequence(script, body)
        self.shell = before

    def _branches(self, script: Script, branches: Branches) -> None:
        """Run each branch on a root of its own, then join the roots and what the shell knows."""
        before, outer = self.shell, self.root
        roots, ends = [], []
        for body in branches.bodies:
            self.root = outer.copy()
            self.shell = before
            self._sequence(script, body)
            roots.append(self.root)
            ends.append(self.shell)
        if not branches.exhaustive or not roots:
            roots.append(outer.copy())
            ends.append(before)
        outer.become(join_roots(outer, roots))
        self.root = outer
        self.shell = joined(ends)

    def _notice_listed_libraries(self, words: tuple[ShellWord, ...]) -> None:
        """``cp $(ldd /app | …) /deps``, or a loop over them, collects the libraries of a program with its loader."""
        if any("ldd" in word.raw and LISTS_LIBRARIES.search(word.raw) for word in words):
            self.root.learn(Happening.LISTED_LIBRARIES)

    def _loop(self, script: Script, loop: Loop) -> None:
        self._notice_listed_libraries(loop.values or ())
        for value in self._loop_values(loop):
            if len(self.calls) >= MOST_CALLS:
                break
            if loop.name:
                self.shell = self.shell.assign(loop.name, value)
            self._sequence(script, loop.body)

    def _loop_values(self, loop: Loop) -> list[str]:
        """The words over which a loop goes; one that is not known where they are too many or not all known."""
        values = [text for word in loop.values or () for text in self._split(word)]
        is_unrolled = 0 < len(values) <= LONGEST_UNROLLED and not any(UNKNOWN_TEXT in value for value in values)
        return values if is_unrolled else [UNKNOWN_TEXT]

    def _command(
        self, script: Script, command: Command, feeds: tuple[Call, ...], *, piped: bool = False
    ) -> Call | None:
        self._notice_listed_libraries(command.words)
        inline = {name: self._value(word) if word else "" for name, word in command.assignments}
        if not command.words:
            for name, value in inline.items():
                self.shell = self.shell.assign(name, value)
            self._redirects(command, "")
            return None
        words = [arg for word in command.words for arg in self._args(word)]
        if not words:
            return None
        call = unwrapped(self._call(script, command, words, inline))._replace(feeds=feeds, piped=piped)
        self._execute(call)
        return call

    def _call(self, script: Script, command: Command, words: list[Arg], inline: dict[str, str]) -> Call:
        """The call of the program that the first word names; ``inline`` are the variables assigned before it."""
        program, *args = words
        return Call(
            name=program.text.rsplit("/", 1)[-1],
            program=program.text,
            args=tuple(args),
            env=with_values(self.shell.environment, inline),
            inline=tuple(inline),
            cwd=self.shell.cwd,
            command=command,
            script=script,
            instruction=self.instruction,
            stage=self.stage,
            redirects=tuple((each, self._value(each.target) if each.target else "") for each in command.redirects),
            via=self.via,
            follows_unread=self.root.facts.may_have(Happening.UNREAD_COMMAND),
        )

    def _execute(self, call: Call) -> None:
        if len(self.calls) >= MOST_CALLS:
            return
        self.root.files.work.spend()
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
            self._program(call)

    def _program(self, call: Call) -> None:
        """A command that is no builtin and no function: a script of the context, else what its model says."""
        self._redirects(call.command, call.name)
        started = self._started_file(call)
        if started is not None:
            self.scripts.append((call, *started))
        if call.name != "apk":
            self._notice_loader_words(call.script.text[call.command.start : call.command.end])
        if call.name == "ldd":
            self.root.learn(Happening.LISTED_LIBRARIES)
        if _is_question(call):
            return
        model = model_of(call.name)
        script = called_script(call, self.root) if model is None or call.name in SHELLS | SOURCES else None
        if script is not None:
            self._run_script(script, call)
            return
        for effect in list(model(call, self.root)) if model else _without_model(call):
            if isinstance(effect, Runs):
                self._run_lines(effect, call)
            else:
                apply(self.root, effect, call, self.base)

    def _started_file(self, call: Call) -> tuple[str, Artifact] | None:
        """The script that a command starts by its path, or what was downloaded, by its name on PATH too."""
        is_path, nodes = "/" in call.program, self.root.nodes
        paths = (call.path(call.program),) if is_path else (f"{place}/{call.program}" for place in PATH)
        path = next((path for path in paths if path in nodes), None)
        node = nodes[path] if path is not None else None
        if path is None or node is None or node.tree:
            return None
        is_told = node.artifact.is_download or (is_path and node.artifact.script is not None)
        return (path, node.artifact) if is_told else None

    def _run_script(self, script: Runs, call: Call) -> None:
        if call.name in SOURCES:
            self._read_lines(script, call)
        else:
            self._run_lines(script, call)

    def _run_lines(self, runs: Runs, call: Call) -> None:
        """Run lines that a file of the context holds, each in a shell of its own."""
        before = self.shell
        for line in runs.lines:
            self.shell = fresh(with_values(call.env, runs.variables), runs.cwd)
            self._line(line, call)
        self.shell = before

    def _read_lines(self, runs: Runs, call: Call) -> None:
        """Run lines that a file of the context holds in the shell that calls them."""
        self.shell = self.shell._replace(cwd=runs.cwd)
        for line in runs.lines:
            self._line(line, call)

    def _line(self, line: str, call: Call) -> None:
        """Run one line; what it does counts, in the Dockerfile, as done by the call that runs the file."""
        outer = self.via
        self.via = outer or call
        self._text(line, call)
        self.via = outer

    def _text(self, text: str, call: Call) -> None:
        """Run a text that does not stand in the Dockerfile as it is, in the shell that calls it."""
        self.depth += 1
        self.weigh(text)
        script = Script(text, call.script.logical, False, read(text))
        self._sequence(script, script.body)
        self.depth -= 1

    def _redirects(self, command: Command, name: str) -> None:
        """The files that output is redirected to: text where a command writes text, else not known."""
        for redirect in command.redirects:
            if redirect.operator in (">", ">>", ">|", "&>") and redirect.target:
                path = self._value(redirect.target)
                if not path.startswith("/dev/") and not path.isdigit():
                    self.root.put(join_path(self.shell.cwd, path), PORTABLE if name in TEXT_WRITERS else UNKNOWN)

    def _notice_loader_words(self, text: str) -> None:
        """Open the root where the text hints at a loader that no model reads."""
        if LOADER_WORDS.search(text):
            self.root.closed = False

    def _nested(self, call: Call) -> None:
        """``sh -c 'script'``."""
        flag = next(number for number, arg in enumerate(call.args) if re.match(r"-\w*c$", arg.text))
        if flag + 1 >= len(call.args):
            return
        self.weigh(call.args[flag + 1].text)
        script = _script_in(call, call.args[flag + 1])
        before = self.shell
        self.depth += 1
        self.shell = fresh(call.env, call.cwd)
        self._sequence(script, script.body)
        self.depth -= 1
        self.shell = before

    def change_directory(self, call: Call) -> None:
        """``cd``, ``pushd`` and ``popd``."""
        target = next((text for text in call.texts if text == "-" or not text.startswith("-")), "/root")
        if call.name == "popd":
            self.shell = self.shell.pop()
        else:
            self.shell = self.shell.push(target) if call.name == "pushd" else self.shell.enter(target)

    def export(self, call: Call) -> None:
        """``export A=b C``."""
        takes_back = call.has("-n")
        for text in call.texts:
            name, sign, value = text.partition("=")
            if sign:
                self.shell = self.shell.assign(name, value)
            if not takes_back:
                self.shell = self.shell.export(name)

    def unset(self, call: Call) -> None:
        """``unset A``."""
        for text in call.texts:
            self.shell = self.shell.unset(text)

    def eval(self, call: Call) -> None:
        """``eval text``: it is run in this shell where it is known; else loaders that it names are noticed."""
        text = " ".join(call.texts)
        self._notice_loader_words(text)
        if UNKNOWN_TEXT in text or self.depth > DEEPEST:
            self.root.learn(Happening.UNREAD_COMMAND)
            return
        self._text(text, call)

    def _args(self, word: ShellWord) -> list[Arg]:
        return [Arg(text, word.start, word.end) for text in self._split(word)]

    def _split(self, word: ShellWord) -> list[str]:
        """The words that a word becomes: an unquoted value is split where IFS says, at blanks, tabs and newlines."""
        printed = self._printed(word) if word.raw[:1] in "$`" else None
        if printed is not None:
            return list(printed)
        value = self._value(word)
        return [part for part in value.translate(IFS).split(" ") if part] if word.splits else [value]

    def _printed(self, word: ShellWord) -> tuple[str, ...] | None:
        """The words of ``$(cat packages.txt)`` outside quotes; None where they are not known."""
        match word.parts:
            case (Substitution(command),) if command not in self._substitutions():
                from dfix.trace.knowledge.listings import printed_words

                return printed_words(command, lambda path: self.root.read(join_path(self.shell.cwd, path)))
        return None

    def _value(self, word: ShellWord) -> str:
        text = word.plain_text
        if text is None:
            known = self._substitutions()
            text = word.value(self._lookup, {**known, **self._printed_paths(word), **self._printed_values(word, known)})
        return f"/root{text[1:]}" if word.raw.startswith("~/") else text

    def _lookup(self, name: str) -> str | None:
        if name == "PWD":
            return self.shell.cwd
        if name in self.shell.variables:
            return self.shell.variables[name]
        return "/root" if name == "HOME" else None

    def _printed_paths(self, word: ShellWord) -> dict[str, str]:
        """What commands in a word print that tell where their build puts its products."""
        if "--show-bin-path" not in word.raw:
            return {}
        from dfix.trace.knowledge.swift_paths import bin_paths

        return bin_paths(word, self.shell.cwd)

    def _printed_values(self, word: ShellWord, known: dict[str, str]) -> dict[str, str]:
        """What commands in a word print that follows from their words alone."""
        if "$(" not in word.raw and "`" not in word.raw:
            return {}
        known = {**known, **(self._repository() if "git rev-parse --show-" in word.raw else {})}
        from dfix.trace.knowledge.printed_values import printed_values

        return {**known, **printed_values(word, self._lookup, known)}

    def _repository(self) -> dict[str, str]:
        """What git prints of the working tree: its top is where the whole build context was copied, with ``.git``."""
        top, steps = self.shell.cwd, 0
        while (source := self.root.context_source(top)) is None or source.strip("/"):
            if top == "/":
                return {}
            top, steps = top.rpartition("/")[0] or "/", steps + 1
        return {"git rev-parse --show-toplevel": top, "git rev-parse --show-cdup": "../" * steps}

    def _substitutions(self) -> dict[str, str]:
        path = self.shell.variables.get("GOPATH", "/go")
        known = {"pwd": self.shell.cwd, "go env GOPATH": path, "go env GOBIN": self.shell.variables.get("GOBIN", "")}
        return {**known, SHOW_MANUAL: self.root.installed.shown_manual()} if self.shows_marks else known


_BUILTINS = {
    "cd": ScriptInterpreter.change_directory,
    "pushd": ScriptInterpreter.change_directory,
    "popd": ScriptInterpreter.change_directory,
    "export": ScriptInterpreter.export,
    "unset": ScriptInterpreter.unset,
    "eval": ScriptInterpreter.eval,
}


def _is_harmless(step: Step) -> bool:
    node = step.node
    return isinstance(node, Command) and bool(node.words) and node.words[0].raw in HARMLESS


def _perhaps(first: Step, *others: Step) -> Branches:
    """Steps after ``||``, or after a test, which run or do not."""
    start, end = first.node.start, (first, *others)[-1].node.end
    return Branches((Sequence((first._replace(operator=""), *others), start, end),), False, start, end)


def _end_of_chain(steps: tuple[Step, ...], place: int) -> int:
    """Where the steps end that are joined with ``&&`` from the one at a place on."""
    return next((number for number in range(place + 1, len(steps)) if steps[number].operator != "&&"), len(steps))


def _is_guarded(script: Script, steps: tuple[Step, ...], place: int) -> bool:
    """Whether a step runs only where a test before it holds.

    ``[ … ] && ARCH=amd64; curl …``: what comes last ran in each build that succeeded.
    """
    before = steps[place - 1].node if place and steps[place].operator == "&&" else None
    is_test = isinstance(before, Command) and before.words and before.words[0].raw == "test"
    return before is not None and bool(is_test or script.text.startswith("[", before.start))


def _is_question(call: Call) -> bool:
    """Whether a program is only asked for its version, or for help; a shell may read its script from a pipe."""
    return bool(call.args) and call.name not in SHELLS and QUESTIONS.issuperset(call.texts)


def _without_model(call: Call) -> list[Effect]:
    """What a command may do that no model reads."""
    is_onlooker = call.name in ONLOOKERS or call.name.startswith(("-", "!"))
    return [] if is_onlooker else [Havoc(call.cwd, call.name)]


def _script_in(call: Call, argument: Arg) -> Script:
    """The script that an argument holds: with its places in the file, where its text is there as it is."""
    raw = call.script.text[argument.start : argument.end]
    if call.script.exact and raw in (f"'{argument.text}'", f'"{argument.text}"'):
        return read_script(slice_logical(call.script.logical, argument.start + 1, argument.end - 1))
    return Script(argument.text, call.script.logical, False, read(argument.text))
