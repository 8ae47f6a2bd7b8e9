"""GitHub: one review with all comments.

Source: GitHub REST API, "Create a review for a pull request", "List review comments on a pull request"
(version 2022-11-28).
"""

from collections.abc import Iterator, Mapping, Sequence

from dfix.review.comment import Comment, suggestion_block
from dfix.review.forges.environment import head_commit, pull_request
from dfix.review.forges.forge import CiFacts, Client, Json, Send, Target, texts

TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")


def headers(token: str) -> Mapping[str, str]:
    """The token, and the version of the interface."""
    return {
        "Authorization": f"Bearer {token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }


def ci_facts(environment: Mapping[str, str]) -> CiFacts:
    """From the variables of GitHub Actions."""
    return CiFacts(
        environment.get("GITHUB_API_URL", "https://api.github.com"),
        environment.get("GITHUB_REPOSITORY"),
        pull_request(environment),
        head_commit(environment),
    )


def payload(comments: Sequence[Comment], summary: str, commit: str) -> Json:
    """The body of the request that creates the review."""
    review: Json = {"event": "COMMENT", "body": summary, "comments": [_comment(one) for one in comments]}
    return {"commit_id": commit, **review} if commit else review


def bodies(client: Client, target: Target) -> Iterator[str]:
    """The comments on the lines of the pull request."""
    return texts(client.pages(f"{_pull(target)}/comments?per_page=100"), "body")


def sends(client: Client | None, target: Target, comments: Sequence[Comment], summary: str) -> Iterator[Send]:
    """One request."""
    yield Send(f"{_pull(target)}/reviews", payload(comments, summary, target.commit))


def _comment(comment: Comment) -> Json:
    made: Json = {
        "path": comment.path,
        "line": comment.last,
        "side": "RIGHT",
        "body": comment.body(suggestion_block(comment.suggestion)),
    }
    if comment.first != comment.last:
        made |= {"start_line": comment.first, "start_side": "RIGHT"}
    return made


def _pull(target: Target) -> str:
    return f"{target.api}/repos/{target.repository}/pulls/{target.number}"
