"""Gitea and Forgejo: one review with all comments. They do not show suggestions, so fixes are shown as diffs.

Source: Gitea's API (``/pulls/{index}/reviews``), which Forgejo keeps.
"""

from collections.abc import Iterator, Mapping, Sequence

from dfix.report.escape import fenced
from dfix.report.file_report import FileReport
from dfix.report.markdown import fix_diff
from dfix.review.comment import Comment
from dfix.review.forges.environment import head_commit, pull_request
from dfix.review.forges.forge import CiFacts, Client, Json, Send, Target, texts

TOKENS = ("GITEA_TOKEN", "FORGEJO_TOKEN", "GITHUB_TOKEN")


def headers(token: str) -> Mapping[str, str]:
    """The token."""
    return {"Authorization": f"token {token}"}


def ci_facts(environment: Mapping[str, str]) -> CiFacts:
    """From the variables of Gitea Actions, which are named after GitHub's."""
    server = environment.get("GITHUB_SERVER_URL")
    return CiFacts(
        f"{server}/api/v1" if server else None,
        environment.get("GITHUB_REPOSITORY"),
        pull_request(environment),
        head_commit(environment),
    )


def payload(comments: Sequence[Comment], summary: str, commit: str) -> Json:
    """The body of the request that creates the review."""
    return {
        "commit_id": commit,
        "event": "COMMENT",
        "body": summary,
        "comments": [
            {"path": one.path, "new_position": one.last, "old_position": 0, "body": one.body(_fix(one))}
            for one in comments
        ],
    }


def bodies(client: Client, target: Target) -> Iterator[str]:
    """The comments of every review."""
    for review in client.pages(f"{_pull(target)}/reviews?limit=50"):
        if isinstance(review, Mapping) and isinstance(review.get("id"), int):
            yield from texts(iter(_list(client.get(f"{_pull(target)}/reviews/{review['id']}/comments"))), "body")


def sends(client: Client | None, target: Target, comments: Sequence[Comment], summary: str) -> Iterator[Send]:
    """One request."""
    yield Send(f"{_pull(target)}/reviews", payload(comments, summary, target.commit))


def _fix(comment: Comment) -> str:
    if comment.suggestion is None:
        return ""
    report = FileReport(comment.path, comment.reviewed.source)
    return fenced(fix_diff(report, comment.suggestion.fix), "diff")


def _list(answer: object) -> list[object]:
    return answer if isinstance(answer, list) else []


def _pull(target: Target) -> str:
    return f"{target.api}/repos/{target.repository}/pulls/{target.number}"
