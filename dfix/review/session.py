"""A whole review: the change read, its Dockerfiles judged, the comments made, printed or posted."""

import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from dfix.config import Finder, Settings
from dfix.plan import BuildError
from dfix.review.changes import read_diff
from dfix.review.comment import Comment, comments, summary
from dfix.review.services.service import Service, Target
from dfix.review.verdict import Reviewed, review_file
from dfix.run.files import FileError, Selection, read
from dfix.run.work import options_of
from dfix.values import NamedTuple

SERVICES = ("github", "gitlab", "gitea")


class Review(NamedTuple):
    """What is said of a change: its Dockerfiles, the comments on them, and what could not be judged."""

    files: tuple[Reviewed, ...]
    comments: tuple[Comment, ...]
    errors: tuple[FileError, ...] = ()

    @property
    def summary(self) -> str:
        """The review's own text."""
        return summary(self.files, len(self.comments))

    def without(self, bodies: Iterable[str]) -> "Review":
        """The review without the comments that were made before, told by their marks."""
        there = "\n".join(bodies)
        left = tuple(comment for comment in self.comments if comment.mark not in there)
        kept = {comment.path for comment in left}
        return Review(tuple(one for one in self.files if one.change.path in kept), left, self.errors)


def service(name: str) -> Service:
    """The host's module, which is its interface."""
    found: Service = import_module(f"dfix.review.services.{name}")
    return found


def review(top: str, diff: bytes, given: Settings, finder: Finder, wanted: Callable[[str], bool]) -> Review:
    """Judge the Dockerfiles that a diff changes; ``top`` is the directory that its paths are relative to.

    Raises:
        DiffError: it is no diff, or not one to these files.
        dfix.config.ConfigError: a configuration file is wrong.
    """
    files, errors = [], []
    for change in read_diff(diff):
        path = os.path.normpath(os.path.join(top, change.path))
        if not _is_inside(path, top) or not os.path.isfile(path):
            continue
        settings = given.over(finder.for_directory(os.path.dirname(path)).for_file(path))
        selection = Selection(settings.include or (), settings.exclude or ())
        if selection.wants(path) and not selection.skips(path) and wanted(path):
            try:
                files.append(review_file(change, read(path), options_of(settings, path)))
            except FileError as error:
                errors.append(FileError(change.path, str(error), error.help))
            except BuildError as error:
                errors.append(FileError(change.path, str(error), "see --target"))
    return Review(tuple(files), tuple(comment for one in files for comment in comments(one)), tuple(errors))


def _is_inside(path: str, top: str) -> bool:
    """Whether a path of a diff leads to a file of the tree, links followed."""
    real, root = os.path.realpath(path), os.path.realpath(top)
    return real.startswith(root.rstrip("/") + "/")


class Missing(Exception):  # noqa: N818 - it says what is missing
    """What is needed for posting is not known: the message names the variable or option."""


def target_of(name: str, environment: Mapping[str, str], options: Mapping[str, str | None]) -> Target:
    """The change under review, from options, else from what CI systems put into the environment.

    Raises:
        Missing: something is in neither.
    """
    if name == "gitlab":
        api = environment.get("CI_API_V4_URL", "https://gitlab.com/api/v4")
        repository, number = environment.get("CI_PROJECT_ID"), environment.get("CI_MERGE_REQUEST_IID")
        commit = environment.get("CI_COMMIT_SHA")
    else:
        server = environment.get("GITHUB_SERVER_URL", "")
        api = environment.get("GITHUB_API_URL", "https://api.github.com")
        if name == "gitea":
            api = f"{server}/api/v1" if server else ""
        repository, number = environment.get("GITHUB_REPOSITORY"), _pull_of(environment)
        commit = _head_of(environment) or environment.get("GITHUB_SHA")
    found = {
        "api": options.get("api") or api,
        "repo": options.get("repo") or repository,
        "number": options.get("number") or number,
        "commit": options.get("commit") or commit,
    }
    for key, value in found.items():
        if not value:
            raise Missing(f"--{key} is needed: the environment does not tell it")
    if not str(found["number"]).isdigit():
        raise Missing(f"--number is the change's number, not {found['number']}")
    return Target(str(found["api"]).rstrip("/"), str(found["repo"]), int(str(found["number"])), str(found["commit"]))


def token_of(name: str, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The header that carries the token.

    Raises:
        Missing: no variable holds one.
    """
    variables = {
        "github": ("DFIX_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"),
        "gitlab": ("DFIX_TOKEN", "GITLAB_TOKEN"),
        "gitea": ("DFIX_TOKEN", "GITEA_TOKEN", "FORGEJO_TOKEN", "GITHUB_TOKEN"),
    }[name]
    token = next((environment[one] for one in variables if environment.get(one)), None)
    if token is None:
        raise Missing(f"no token: set one of {', '.join(variables)}")
    if name == "gitlab":
        return {"PRIVATE-TOKEN": token}
    if name == "gitea":
        return {"Authorization": f"token {token}"}
    return {
        "Authorization": f"Bearer {token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }


def _pull_of(environment: Mapping[str, str]) -> str | None:
    """The number in ``refs/pull/7/merge``."""
    parts = environment.get("GITHUB_REF", "").split("/")
    return parts[2] if parts[:2] == ["refs", "pull"] and len(parts) > 2 else None


def _head_of(environment: Mapping[str, str]) -> str | None:
    """The newest commit of the pull request; GITHUB_SHA is that of a merge made for the run."""
    import json

    try:
        with open(environment.get("GITHUB_EVENT_PATH", ""), encoding="utf-8") as file:
            sha = json.load(file)["pull_request"]["head"]["sha"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return sha if isinstance(sha, str) else None
