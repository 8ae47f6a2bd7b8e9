"""What may come into a stage other than by a package manager: a program, a library or a script."""

from collections.abc import Iterator

from dfix.context import Folder
from dfix.plan import Build, ImageBase
from dfix.plan.build import mounts, sources
from dfix.syntax import Instruction
from dfix.text.paths import is_pattern
from dfix.text.pattern import pattern
from dfix.values import NamedTuple

# So many pairs of a copied directory and a started path are looked at.
MOST_LOOKS = 1_000
COPIES = frozenset({"COPY", "ADD"})
# What stands in every command that downloads a program: its URL, or the name of a tool that brings some.
DOWNLOADS = ("http", "ftp", "conda", "mambaforge", "miniforge", "composer", "php", "artisan", "playwright")
PHP = ("composer", "php", "artisan")
# What a URL, or an option, says that brings a program for musl.
FOR_MUSL = ("musl", "alpine")
# What it says that brings one for glibc, beside what its vendor is known for.
FOR_GLIBC = ("gnu", "glibc", "manylinux", "conda", "mambaforge", "miniforge")
# What stands in every name of an architecture, and of the files whose vendors name none.
ARCHITECTURES = ("64", "86", "arm", "390", "tini", "glibc", "linux", "azcopy", "manager-plugin")
# Programs that start the command behind them, and words of the shell's syntax that stand before one.
WRAPPERS = frozenset(
    "asdf bear busybox cabal ccache chpst chronic command cross-env distcc doas doppler dotenv dumb-init eatmydata env "
    "exec fakeroot flock gosu hatch icecc infisical ionice linux32 linux64 mise mold nice nohup op opam pdm pipenv "
    "poetry pyenv rbenv runuser rustup rye sccache scl setarch setpriv setsid sg stack stdbuf su su-exec sudo time "
    "timeout tini toybox unbuffer uv xvfb-run".split()
)
BEFORE_COMMANDS = WRAPPERS | frozenset("then do else elif if while until".split())
# What ends a command, or may: quotes begin the command of ``sh -c`` and the words of the exec form.
ENDS = str.maketrans(dict.fromkeys(";&|(){}!`[]\"',", "\n"))
QUOTES = str.maketrans("", "", "\"'\\`")
RUNS_SCRIPTS = frozenset({".", "source", "configure", "busybox", "just", "task", "go-task"})

# So many names are looked for in a file; one that fetches more may start any of them.
MOST_NAMES = 50
FETCHES = pattern(r"\b(?:curl|wget)\b", having="curl wget")
# A file's name behind an option that names one, or behind a redirection; the last part of an address.
NAMED = pattern(r"(?:-\w*[oO]|--output(?:-document)?|>)[\s=]*([^\s;&|<>()]{1,200})")
ADDRESS = pattern(r"://[^\s;&|<>()]{1,400}")


class Words(NamedTuple):
    """All words of a file, without quotes; ``spelled`` are the spellings of those that have a variable."""

    all: str
    spelled: str


def arrives(build: Build, words: Words, context: Folder | None) -> bool:
    """Whether something may come into a stage."""
    if any(build.reads.values()):
        return True
    instructions = build.dockerfile.instructions
    if any(one.flags and next(sources(one), None) is not None for one in instructions):
        return True
    copies = [one for one in instructions if one.keyword in COPIES]
    if any(one.heredocs or any(_is_native(context, one, name) for name in _copied(one)) for one in copies):
        return True
    if context is not None and any(_starts_script(stage.body, context) for stage in build.stages):
        return True
    lower = words.all.lower()
    return any(word in lower for word in DOWNLOADS) and _downloads_tell(build, lower, context)


def _starts_script(body: tuple[Instruction, ...], context: Folder) -> bool:
    """Whether an image starts a script that comes with a directory, by its path as ENTRYPOINT or CMD names it.

    It may where there are more directories and words than are worth a look.
    """
    starts = [one for one in body if one.keyword in ("ENTRYPOINT", "CMD")]
    named = [word for one in starts for word in one.args.translate(ENDS).split() if "/" in word]
    if not named:
        return False
    copied = [name for one in body if one.keyword in COPIES and one.flag("from") is None for name in _copied(one)]
    if len(copied) * len(named) > MOST_LOOKS:
        return True
    folders = [folder for name in copied for folder in context.matching(name) if context.fact(folder) is None]
    return any(_is_script(context, folder, word) for folder in folders for word in named)


def _is_script(context: Folder, folder: str, path: str) -> bool:
    """Whether a folder holds a script where the end of a path says."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    facts = (context.fact("/".join((folder, *parts[start:])).strip("/")) for start in range(len(parts)))
    return any(fact is not None and fact.shebang is not None for fact in facts)


def _downloads_tell(build: Build, lower: str, context: Folder | None) -> bool:
    """Whether a download may be a program that does not run everywhere, as far as its URL tells.

    No rule speaks of one of which nothing is told. ``lower`` are the words in lower case.
    """
    from dfix.trace.knowledge.download import may_be_script
    from dfix.trace.knowledge.needs.downloads import may_need_libraries

    if any(word in lower for word in (*FOR_MUSL, "playwright")) or may_need_libraries(lower) or may_be_script(lower):
        return True
    if names_architecture(build, lower, context):
        return True
    return _may_lack_glibc(build, lower) and (_is_for_glibc(lower) or _brings_programs(build, lower, context))


def _may_lack_glibc(build: Build, lower: str) -> bool:
    """Whether a stage may be on an image without glibc: of what is unknown, its package manager tells."""
    from dfix.images import Libc

    bases = [stage.base for stage in build.stages]
    images = [build.options.resolve(base.text) for base in bases if isinstance(base, ImageBase)]
    is_glibc = all(image is None or image.release.libcs == (Libc.GLIBC,) for image in images)
    return not is_glibc or len(images) < len(bases) or bool(build.dockerfile.directives) or "apk" in lower


def _is_for_glibc(lower: str) -> bool:
    from dfix.trace.knowledge.download import may_be_for_glibc

    return any(word in lower for word in FOR_GLIBC) or may_be_for_glibc(lower)


def _brings_programs(build: Build, lower: str, context: Folder | None) -> bool:
    """Whether Composer may install a package that has programs: one is named, or the project's files may name it."""
    if not any(word in lower for word in PHP):
        return False
    return copies_context(build, context) or "wkhtmlto" in lower


def names_architecture(build: Build, lower: str, context: Folder | None) -> bool:
    """Whether an architecture is named, and the stage or the build may be for another one; ``lower`` are the words."""
    bases = [stage.base.text for stage in build.stages if isinstance(stage.base, ImageBase)]
    if not any(hint in text for hint in ARCHITECTURES for text in (lower, *bases)):
        return False
    from dfix.trace.knowledge.download import may_name_architecture
    from dfix.trace.state.arch import TARGET, WORD, of_image

    is_fixed = any(of_image(base) != TARGET for base in bases)
    if not (is_fixed or WORD.search(lower) or may_name_architecture(lower)):
        return False
    from dfix.trace.knowledge.target_platforms import targets

    is_told = build.options.platform is not None or any(stage.platform is not None for stage in build.stages)
    return is_fixed or is_told or bool(targets(context))


def _is_native(context: Folder | None, instruction: Instruction, name: str) -> bool:
    """Whether what a COPY takes from the build context is a program, a library or a script, or holds one."""
    if context is None:
        return False
    if "$" in name:
        return _holds_more(context, "")
    return any(_may_be_native(context, one, is_add=instruction.keyword == "ADD") for one in _matching(context, name))


def _may_be_native(context: Folder, name: str, *, is_add: bool) -> bool:
    fact = context.fact(name)
    return bool(context.programs_below(name)) if fact is None else bool(fact.binary or fact.shebang or is_add)


def _copied(instruction: Instruction) -> Iterator[str]:
    """What a COPY takes from the build context, as written."""
    return (word.text for word in instruction.words[:-1])


def _matching(context: Folder, text: str) -> list[str]:
    """The names in the context that a source means; the Dockerfile only where it is named itself."""
    own = _own_name(context)
    return [name for name in context.matching(text) if name != own or not is_pattern(text)]


def may_start_fetched(build: Build, words: Words) -> bool:
    """Whether the name of a file that is fetched stands once more in the instructions, or is not known."""
    if "://" not in words.all:
        return False
    names = {name for one in build.dockerfile.instructions for name in _names(one)}
    if len(names) > MOST_NAMES or any("$" in name for name in names):
        return bool(names)
    return any(name and words.all.count(name) > 1 for name in names)


def _names(instruction: Instruction) -> Iterator[str]:
    """The last parts of what an instruction may fetch files as."""
    text = "\n".join((instruction.args, *(doc.body for doc in instruction.heredocs)))
    is_fetch = instruction.keyword == "RUN" and FETCHES.search(text)
    if "://" not in text or not (is_fetch or instruction.keyword == "ADD"):
        return
    if instruction.keyword == "ADD":
        yield instruction.words[-1].text.rstrip("/").rpartition("/")[2]
    for found in (*(match[1] for match in NAMED.finditer(text)), *(match[0] for match in ADDRESS.finditer(text))):
        yield found.strip("\"'").rstrip("/").rpartition("/")[2]


def copies_context(build: Build, context: Folder | None) -> bool:
    """Whether files of the build context come into a stage."""
    if context is None:
        return False
    instructions = build.dockerfile.instructions
    return any(
        (one.keyword in COPIES and any(_is_there(context, name) for name in _copied(one))) or _is_mounted(one)
        for one in instructions
    )


def runs_context(build: Build, context: Folder | None) -> bool:
    """Whether a RUN that may run a script, or a makefile, comes after files of the build context."""
    return context is not None and any(_runs_copied(stage.body, context) for stage in build.stages)


def _runs_copied(body: tuple[Instruction, ...], context: Folder) -> bool:
    copied: list[str] = []
    for one in body:
        if one.keyword in COPIES:
            copied += _copied(one)
        elif one.keyword == "RUN" and (copied or _is_mounted(one)) and _may_run_script(one):
            if _is_mounted(one) or any(_is_there(context, name) for name in copied):
                return True
            copied = []
    return False


def _is_mounted(run: Instruction) -> bool:
    """Whether a RUN has a directory bound into it."""
    return any(mount.get("type", "bind") == "bind" for mount in mounts(run))


def _may_run_script(run: Instruction) -> bool:
    """Whether a command of the RUN may be a path or a variable, or one that is given a script."""
    return any(
        "/" in word or "$" in word or word in RUNS_SCRIPTS or word.endswith(("sh", "make"))
        for word in commands("\n".join((run.args, *(doc.body for doc in run.heredocs))))
    )


def commands(text: str) -> Iterator[str]:
    """The words of a RUN's text that may be the names of its commands."""
    for command in text.translate(ENDS).split("\n"):
        words = command.split()
        while words and "=" in words[0]:
            words.pop(0)
        # The command stands behind a wrapper's options, or behind a redirection.
        is_first = words and words[0].rsplit("/", 1)[-1] not in BEFORE_COMMANDS and words[0][0] not in "<>0123456789"
        yield from words[:1] if is_first else words


def _is_there(context: Folder, name: str) -> bool:
    """Whether the build context has what a source means, beside the Dockerfile."""
    if "$" in name:
        return _holds_more(context, "")
    return any(context.fact(one) is not None or _holds_more(context, one) for one in _matching(context, name))


def _holds_more(context: Folder, name: str) -> bool:
    """Whether it is a directory with more than the Dockerfile in it; a huge one is taken to have more."""
    held = context.names(name)
    return set(held) != {_own_name(context)} if held else context.is_directory(name)


def _own_name(context: Folder) -> str:
    return context.dockerfile.rpartition("/")[2]
