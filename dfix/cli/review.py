"""``dfix review``: comments on a change."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click

from dfix.cli.options import analysis_options, settings_of
from dfix.config import ConfigError
from dfix.report.escape import code_span, harmless, json_text
from dfix.review.base import Versions
from dfix.review.changes import DiffError
from dfix.review.forges import FORGES, Target, forge_named
from dfix.review.forges.environment import MissingError, target_of, token_of
from dfix.review.git import GitError, diff_from, head, start_of, text_in, top_level
from dfix.review.session import Review, Trust
from dfix.review.session import review as make_review
from dfix.run.files import FileError, read_standard_input
from dfix.text.system_paths import is_inside
from dfix.text.wording import install_extra, reason

# Bytes of a diff.
MOST = 256 * 1024 * 1024
HELP = """
Comment on what a change made wrong.

The change comes from git (--base), from a diff (--diff FILE), or from standard input. The comments
cover findings on changed lines, and findings on unchanged lines that the change causes. PATHS limit it
to some files or directories. The token is read from DFIX_TOKEN, or from GITHUB_TOKEN, GITLAB_TOKEN,
GITEA_TOKEN, FORGEJO_TOKEN.
"""


@click.command(help=HELP)
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--base", metavar="REF", help="Compare with where this branch left REF (origin/main).")
@click.option("--diff", "diff_file", metavar="FILE", help="The change as a unified diff; - is standard input.")
@click.option(
    "--service", "forge", type=click.Choice(FORGES), default="github", show_default=True, help="The code forge."
)
@click.option(
    "--format", "-f", "output_format", type=click.Choice(["payload", "markdown"]), default="payload", show_default=True
)
@click.option("--post", is_flag=True, help="Send the comments; the token comes from the environment.")
@click.option("--dry-run", is_flag=True, help="With --post: print the requests and send none.")
@click.option("--api", metavar="URL", help="The address of the forge's interface [default: from CI's variables].")
@click.option("--repo", metavar="NAME", help="owner/name, or GitLab's project number [default: from CI's variables].")
@click.option("--number", metavar="N", help="The pull or merge request [default: from CI's variables].")
@click.option("--commit", metavar="SHA", help="Its newest commit [default: from CI's variables, else HEAD].")
@click.option("--trust-head", is_flag=True, help="Judge by the configuration that the change brings [default: before].")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 although there are comments.")
@analysis_options
@click.pass_context
def review(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    base: str | None,
    diff_file: str | None,
    forge: str,
    output_format: str,
    post: bool,
    dry_run: bool,
    trust_head: bool,
    exit_zero: bool,
    config: str | None,
    isolated: bool,
    api: str | None,
    repo: str | None,
    number: str | None,
    commit: str | None,
    **values: object,
) -> None:
    """Comment on what a change made wrong."""
    if dry_run and not post:
        raise click.UsageError("--dry-run needs --post")
    if base and diff_file:
        raise click.UsageError("--base and --diff exclude each other")
    with _errors_as_misuse():
        top, diff, versions = _change(base, diff_file)
        given = settings_of(values, os.getcwd())
        found = make_review(top, diff, given, Trust(config, isolated, trust_head, versions), _selected_by(paths))
        _show_errors(found)
        if post:
            options = {"api": api, "repo": repo, "number": number, "commit": commit}
            said = _post(forge, found, options, dry_run=dry_run)
        else:
            said = _print(forge, found, output_format, commit or _head(top))
    ctx.exit(2 if found.errors else 1 if said and not exit_zero else 0)


@contextmanager
def _errors_as_misuse() -> Iterator[None]:
    """Errors of configuration, files, diffs and git end the command with one line."""
    try:
        yield
    except (ConfigError, FileError) as error:
        raise click.UsageError(harmless(f"{error.path}: {error}; {error.help}")) from None
    except (DiffError, GitError, MissingError) as error:
        raise click.UsageError(harmless(str(error))) from None


def _show_errors(found: Review) -> None:
    for note in found.notes:
        click.echo(harmless(f"note: {note}"), err=True)
    for error in found.errors:
        click.echo(harmless(f"{error.path}: error: {error}; {error.help}"), err=True)


def _change(base: str | None, diff_file: str | None) -> tuple[str, bytes, Versions]:
    """The directory that the diff's paths are relative to, the diff, and what tells files before and after it."""
    if base is None and diff_file is None and sys.stdin.isatty():
        raise click.UsageError("name the change: --base REF, --diff FILE, or a diff on standard input")
    try:
        top = top_level("")
    except GitError:
        if base:
            raise
        top = os.getcwd()
    if base:
        start = start_of(top, base)
        versions = Versions(lambda path: text_in(top, start, path), lambda path: text_in(top, "HEAD", path))
        return top, diff_from(top, start), versions
    return top, _limited(_read(diff_file), diff_file or "<stdin>"), Versions()


def _read(diff_file: str | None) -> bytes:
    """The diff's bytes, at most one more than ``MOST``; a pipe may be named."""
    if diff_file in (None, "-"):
        return read_standard_input("<stdin>", MOST)
    try:
        with open(str(diff_file), "rb") as file:
            return file.read(MOST + 1)
    except OSError as error:
        raise FileError(str(diff_file), reason(error), "check the path") from None


def _limited(data: bytes, name: str) -> bytes:
    if len(data) > MOST:
        raise FileError(name, f"the diff is larger than {MOST} bytes", "leave out what is no Dockerfile")
    return data


def _selected_by(paths: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a file is one of some paths, or below one."""
    tops = [os.path.abspath(path) for path in paths]

    def is_below(path: str) -> bool:
        full = os.path.abspath(path)
        return not tops or any(is_inside(full, top) for top in tops)

    return is_below


def _head(top: str) -> str:
    try:
        return head(top)
    except GitError:
        return ""


def _print(forge: str, review: Review, output_format: str, commit: str) -> bool:
    if output_format == "markdown":
        bodies = [f"{code_span(one.path)} line {one.last}\n\n{one.body('')}" for one in review.comments]
        click.echo("\n\n---\n\n".join([review.summary.rstrip(), *bodies]))
    else:
        click.echo(json_text(forge_named(forge).payload(review.comments, review.summary, commit)))
    return bool(review.comments)


def _post(forge: str, review: Review, options: Mapping[str, str | None], *, dry_run: bool) -> bool:
    target = target_of(forge, os.environ, options)
    if dry_run:
        for send in forge_named(forge).sends(None, target, review.comments, review.summary) if review.comments else ():
            click.echo(f"POST {send.url}\n{json_text(send.body)}")
        return bool(review.comments)
    return _send(forge, review, target)


def _send(forge: str, review: Review, target: Target) -> bool:
    """Post the comments that the change does not have yet."""
    try:
        from dfix.review.forges.http import ForgeError, Session
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise click.ClickException(f"--post needs httpx: {install_extra('review')}") from None
    session = Session(token_of(forge, os.environ))
    try:
        fresh = review.without(forge_named(forge).bodies(session, target)) if review.comments else review
        for send in forge_named(forge).sends(session, target, fresh.comments, fresh.summary) if fresh.comments else ():
            session.post(send.url, send.body)
    except ForgeError as error:
        raise click.ClickException(harmless(str(error))) from None
    old = len(review.comments) - len(fresh.comments)
    click.echo(f"{len(fresh.comments)} posted, {old} there already", err=True)
    return bool(review.comments)
