"""The change under review and the token for it, from options and from the variables that CI systems set."""

import json
import re
from collections.abc import Mapping

from dfix.review.forges import forge_named
from dfix.review.forges.forge import Target
from dfix.text.wording import shortened

NUMBER = re.compile("[0-9]{1,18}")
LONGEST_SHOWN = 40


class MissingError(Exception):
    """Something that posting needs is not known: the message names the variable or option."""


def target_of(forge: str, environment: Mapping[str, str], options: Mapping[str, str | None]) -> Target:
    """The change under review: from the options, else from the environment.

    Raises:
        MissingError: something is in neither.
    """
    facts = forge_named(forge).ci_facts(environment)
    values = {
        "api": options.get("api") or facts.api,
        "repo": options.get("repo") or facts.repository,
        "number": options.get("number") or facts.number,
        "commit": options.get("commit") or facts.commit,
    }
    known = {key: value for key, value in values.items() if value}
    for key in values:
        if key not in known:
            raise MissingError(f"--{key} is needed: the environment does not tell it")
    if not NUMBER.fullmatch(known["number"]):
        raise MissingError(f"--number is the change's number, not {shortened(known['number'], LONGEST_SHOWN)}")
    return Target(known["api"].rstrip("/"), known["repo"], int(known["number"]), known["commit"])


def token_of(forge: str, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The request headers that carry the token.

    Raises:
        MissingError: no variable holds one.
    """
    module = forge_named(forge)
    variables = ("DFIX_TOKEN", *module.TOKENS)
    tokens = (environment.get(name, "").strip() for name in variables)
    token = next((token for token in tokens if token), None)
    if token is None:
        raise MissingError(f"no token: set one of {', '.join(variables)}")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise MissingError("the token has characters that no token has; nothing was sent")
    return module.headers(token)


def pull_request(environment: Mapping[str, str]) -> str | None:
    """The number in GITHUB_REF, which is ``refs/pull/7/merge``; GitHub's and Gitea's runners set it."""
    parts = environment.get("GITHUB_REF", "").split("/")
    return parts[2] if parts[:2] == ["refs", "pull"] and len(parts) > 2 else None


def head_commit(environment: Mapping[str, str]) -> str | None:
    """The newest commit of the pull request; else GITHUB_SHA, which names a merge that only the run knows."""
    return _head_in_event(environment.get("GITHUB_EVENT_PATH", "")) or environment.get("GITHUB_SHA")


def _head_in_event(path: str) -> str | None:
    """The commit that the event's JSON file names."""
    try:
        with open(path, encoding="utf-8") as file:
            sha = json.load(file)["pull_request"]["head"]["sha"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return sha if isinstance(sha, str) else None
