"""What git says of a change. git is run without a shell, and runs no program that an attribute of the repository names.

Attributes choose filters, line ends and encodings, by which git may fail or see another text. Filters are taken away.
Where the rest makes git fail, the commits are compared, which asks for none of them.
"""

import os
import subprocess

# Neither a monitor, an external diff, a text converter nor a pager that a repository configures is started.
SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.pager=cat", "-c", "diff.external=", "-c", "core.safecrlf=false",
)  # fmt: skip
# --text: an attribute of the repository (-diff, binary) hides no file.
DIFF = (
    "diff",
    "--text",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "-M",
    "-U3",
)
NO_FILTER = (("clean", ""), ("smudge", ""), ("process", ""), ("required", "false"))
SECONDS = 120
LARGEST_TEXT = 1024 * 1024


class GitError(Exception):
    """git failed; the message says why."""


def top_level(directory: str) -> str:
    """The directory that paths in a diff are relative to.

    Raises:
        GitError: the directory is in no repository.
    """
    return _run(directory, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n")


def start_of(directory: str, base: str) -> str:
    """The commit where the branch left ``base``.

    Raises:
        GitError: there is no such commit.
    """
    if base.startswith("-"):
        raise GitError(f"{base} is no name of a commit")
    try:
        commit = _run(directory, "rev-parse", "--verify", "--end-of-options", f"{base}^{{commit}}").decode().strip()
    except GitError:
        raise GitError(f"this repository has no commit {base}; fetch it first") from None
    try:
        return _run(directory, "merge-base", commit, "HEAD").decode().strip()
    except GitError:
        return commit  # a shallow clone may lack the common ancestor


def diff_from(directory: str, start: str) -> bytes:
    """The change from a commit to the files as they are.

    Raises:
        GitError: git failed.
    """
    filters = _without_filters(directory)
    try:
        return _run(directory, *DIFF, start, "--", options=filters)
    except GitError:
        return _run(directory, *DIFF, start, "HEAD", "--", options=filters)


def _without_filters(directory: str) -> tuple[str, ...]:
    """Options that take away each filter that git is configured with: an attribute chooses the files for it."""
    try:
        keys = _run(directory, "config", "--null", "--name-only", "--get-regexp", r"^filter\.").decode(
            "utf-8", "replace"
        )
    except GitError:  # there is none
        return ()
    names = sorted({key.partition(".")[2].rpartition(".")[0] for key in keys.split("\0") if key})
    own = [(f"filter.{name}.{key}", value) for name in names for key, value in NO_FILTER if "=" not in name]
    return tuple(word for key, value in own for word in ("-c", f"{key}={value}"))


def text_in(directory: str, commit: str, path: str) -> bytes | None:
    """A file as a commit has it, whatever attributes say of it; None where it has none. ``path`` is from the top.

    Raises:
        GitError: git failed.
    """
    name = f"{commit}:{path}"
    try:
        if int(_run(directory, "cat-file", "-s", name)) > LARGEST_TEXT:
            return None
        return _run(directory, "cat-file", "blob", name)
    except GitError:
        return None


def head(directory: str) -> str:
    """The commit that is checked out.

    Raises:
        GitError: there is none.
    """
    return _run(directory, "rev-parse", "--verify", "HEAD").decode().strip()


def _run(directory: str, *words: str, options: tuple[str, ...] = ()) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - a list of words, no shell
            ["git", *SAFE, *options, "-C", directory or ".", *words],  # noqa: S607 - the git of the user's own path
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except FileNotFoundError:
        raise GitError("git is not installed; give the change with --diff FILE") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {words[0]} took longer than {SECONDS} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        raise GitError(said or f"git {words[0]} failed")
    return done.stdout
