"""The command behind ``sudo``, ``env A=b``, ``timeout 600``, ``su user -c '…'`` and their like."""

from dfix.text.pattern import pattern
from dfix.trace.interpreter.shell_state import with_values
from dfix.trace.state.call import Arg, Call
from dfix.values import NamedTuple


class Wrapper(NamedTuple):
    """What stands between a wrapper's name and the command that it starts, by its manual page.

    ``values`` are the options that take the next word; ``operands`` is the number of words that are no options.
    """

    values: frozenset[str] = frozenset()
    operands: int = 0


def _wrapper(values: str = "", operands: int = 0) -> Wrapper:
    return Wrapper(frozenset(values.split()), operands)


WRAPPERS = {
    **dict.fromkeys(
        "busybox ccache chronic command cross-env distcc eatmydata icecc linux32 linux64 mold nohup sccache setsid "
        "toybox unbuffer".split(),
        Wrapper(),
    ),
    "bear": _wrapper("-o --output --config"),
    "chpst": _wrapper("-u -U -b -/ -n -m -d -o -p -f -c -r -t -P"),
    "doas": _wrapper("-u -C"),
    "dumb-init": _wrapper("-r --rewrite"),
    "env": _wrapper("-u --unset -C --chdir"),
    "exec": _wrapper("-a"),
    "fakeroot": _wrapper("-l --lib --faked -s -i -b"),
    "flock": _wrapper("-w --timeout -E", 1),
    "gosu": _wrapper("", 1),
    "ionice": _wrapper("-c -n"),
    "nice": _wrapper("-n --adjustment"),
    "runuser": _wrapper("-u --user -g --group -G"),
    "setarch": _wrapper("", 1),
    "setpriv": _wrapper("--reuid --regid --groups --inh-caps --bounding-set"),
    "stdbuf": _wrapper("-i -o -e"),
    "su-exec": _wrapper("", 1),
    "sudo": _wrapper("-u --user -g --group -h -p -C -T -R -D -r -t -U"),
    "time": _wrapper("-f --format -o --output"),
    "timeout": _wrapper("-k --kill-after -s --signal", 1),
    "tini": _wrapper("-e -p"),
    "xvfb-run": _wrapper("-n -e -f -p -s -w --server-num --server-args"),
}
# What hands a script to a shell: ``su builder -c 'make'``.
OF_SCRIPTS = frozenset({"runuser", "sg", "su"})
SCRIPT_FLAG = pattern(r"-\w*c|--command")
SHELL = "sh"
# Subcommands behind whose ``--`` a command stands (opam(1), "opam exec").
BEFORE_DASHES = frozenset(
    {"cabal exec", "doppler run", "dotenv run", "infisical run", "mise exec", "mise x", "op run", "opam exec"}
    | {"stack exec"}
)
# Subcommands behind which, and behind a number of words, a command stands.
SUBCOMMANDS = {"rustup run": 1, "asdf exec": 0, "pyenv exec": 0, "rbenv exec": 0}
# What runs a program of a project's environment, and the programs of which a model reads what they bring.
RUNNERS = frozenset({"poetry", "pipenv", "pdm", "hatch", "rye", "uv"})
RUNNER_VALUES = (
    "--with",
    "--python",
    "-p",
    "--extra",
    "--group",
    "--package",
    "--project",
    "--directory",
    "--env-file",
)
OF_PROJECTS = frozenset({"playwright"})
# Those that such a runner hardly calls but to build with them.
BUILDERS = frozenset({"cargo", "cmake", "go", "make", "maturin", "meson", "ninja", "nuitka", "pyinstaller", "scons"})


# All names behind which a command may stand.
NAMES = frozenset(
    {*WRAPPERS, *OF_SCRIPTS, *RUNNERS, "scl", *(start.partition(" ")[0] for start in (*BEFORE_DASHES, *SUBCOMMANDS))}
)


def unwrapped(call: Call) -> Call:
    """The call that a wrapper starts, with the variables that it sets; the call itself where it wraps nothing."""
    inner = _inner(call)
    while inner is not None:
        call, inner = inner, _inner(inner)
    return call


def _inner(call: Call) -> Call | None:
    """The call that one wrapper starts; None where the call wraps nothing."""
    if call.name in OF_SCRIPTS and any(map(SCRIPT_FLAG.fullmatch, call.texts)):
        return _of_script(call)
    if call.name == "command" and call.has("-v", "-V"):
        return None  # it only tells where the program is
    if call.name in WRAPPERS:
        return _started_by(call, WRAPPERS[call.name])
    if call.name == "scl" and call.texts[:1] == ("enable",):
        return _of_collections(call)
    start = " ".join((call.name, *call.texts[:1]))
    if start in BEFORE_DASHES and "--" in call.texts[:-1]:
        return _behind(call, call.texts.index("--") + 1)
    if start in SUBCOMMANDS:
        position = 1 + SUBCOMMANDS[start]
        return _behind(call, position) if position < len(call.args) else None
    return _of_project(call)


def _of_project(call: Call) -> Call | None:
    """The call of a program that ``poetry run`` or its like starts, where a model reads it."""
    words = call.texts
    if call.name not in RUNNERS or words[:1] != ("run",):
        return None
    position = next((number for number, text in enumerate(words) if text in OF_PROJECTS), None)
    if position is not None:
        return _behind(call, position)
    started = [arg for arg in call.operands(*RUNNER_VALUES) if arg is not call.args[0]]
    return _behind(call, call.args.index(started[0])) if started and started[0].text in BUILDERS else None


def _of_script(call: Call) -> Call | None:
    """``sh -c`` with the script that ``su`` or its like runs, in the directory where it starts."""
    flag = next(number for number, text in enumerate(call.texts) if SCRIPT_FLAG.fullmatch(text))
    if flag + 1 >= len(call.args):
        return None
    is_login = call.has("-", "-l", "--login") or (len(call.texts[flag]) > 2 and "l" in call.texts[flag][:-1])
    names = [text for number, text in enumerate(call.texts) if not text.startswith("-") and number != flag + 1]
    home = f"/home/{names[0]}" if names and names[0] != "root" else "/root"
    return _shell(call, call.args[flag + 1])._replace(cwd=home if is_login else call.cwd)


def _of_collections(call: Call) -> Call | None:
    """What ``scl enable collection… 'script'`` or ``scl enable collection… -- command`` runs (scl(1))."""
    if "--" in call.texts[:-1]:
        return _behind(call, call.texts.index("--") + 1)
    return _shell(call, call.args[-1]) if len(call.args) > 2 else None


def _shell(call: Call, text: Arg) -> Call:
    """``sh -c`` with a script."""
    return call._replace(name=SHELL, program=SHELL, args=(Arg("-c", text.start, text.start), text))


def _started_by(wrapper: Call, kind: Wrapper) -> Call | None:
    """The call that begins behind the wrapper's options, operands and assignments; None where nothing follows them."""
    assigned, operands, skip, position = dict[str, str](), kind.operands, False, None
    for number, text in enumerate(wrapper.texts):
        name, sign, value = text.partition("=")
        if skip:
            skip = False
        elif text.startswith("-"):
            skip = text in kind.values
        elif sign:
            assigned[name] = value
        elif operands:
            operands -= 1
        else:
            position = number
            break
    if position is None:
        return None
    inner = _behind(wrapper, position)
    return inner._replace(env=with_values(wrapper.env, assigned), inline=(*wrapper.inline, *assigned))


def _behind(wrapper: Call, position: int) -> Call:
    """The call that begins with an argument."""
    program = wrapper.args[position].text
    return wrapper._replace(name=program.rsplit("/", 1)[-1], program=program, args=wrapper.args[position + 1 :])
