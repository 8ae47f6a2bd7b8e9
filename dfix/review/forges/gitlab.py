"""GitLab: a discussion for each comment, and a note with the summary.

Source: GitLab's REST API, "Discussions", "Create a new thread in the merge request diff"; "Suggest changes".
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from dfix.review.comment import Comment, suggestion_block
from dfix.review.forges.forge import CiFacts, Client, Json, Send, Target

TOKENS = ("GITLAB_TOKEN",)


def headers(token: str) -> Mapping[str, str]:
    """The token."""
    return {"PRIVATE-TOKEN": token}


def ci_facts(environment: Mapping[str, str]) -> CiFacts:
    """From GitLab CI's predefined variables."""
    return CiFacts(
        environment.get("CI_API_V4_URL", "https://gitlab.com/api/v4"),
        environment.get("CI_PROJECT_ID"),
        environment.get("CI_MERGE_REQUEST_IID"),
        environment.get("CI_COMMIT_SHA"),
    )


def payload(comments: Sequence[Comment], summary: str, commit: str) -> Json:
    """The discussions without the commits that only the merge request knows."""
    return {"note": {"body": summary}, "discussions": [_discussion(one, {"head_sha": commit}) for one in comments]}


def bodies(client: Client, target: Target) -> Iterator[str]:
    """The notes of every discussion."""
    for discussion in client.pages(f"{_request(target)}/discussions?per_page=100"):
        notes = discussion.get("notes") if isinstance(discussion, Mapping) else None
        for note in notes if isinstance(notes, list) else []:
            if isinstance(note, Mapping) and isinstance(note.get("body"), str):
                yield note["body"]


def sends(client: Client | None, target: Target, comments: Sequence[Comment], summary: str) -> Iterator[Send]:
    """One request a comment, the summary last."""
    answer = client.get(_request(target)) if client else {}
    refs = answer.get("diff_refs") if isinstance(answer, Mapping) else None
    commits: Json = dict(refs) if isinstance(refs, Mapping) else {"head_sha": target.commit}
    for comment in comments:
        yield Send(f"{_request(target)}/discussions", _discussion(comment, commits))
    yield Send(f"{_request(target)}/notes", {"body": summary})


def _discussion(comment: Comment, commits: Json) -> Json:
    position: Json = {
        "position_type": "text",
        **{key: commits[key] for key in ("base_sha", "start_sha", "head_sha") if commits.get(key)},
        "old_path": comment.old_path,
        "new_path": comment.path,
        "new_line": comment.last,
    }
    if comment.old_line is not None:
        position["old_line"] = comment.old_line
    # A suggestion counts its lines from the one that the comment is on.
    block = suggestion_block(comment.suggestion, f"suggestion:-{comment.last - comment.first}+0")
    return {"body": comment.body(block), "position": position}


def _request(target: Target) -> str:
    return f"{target.api}/projects/{quote(target.repository, safe='')}/merge_requests/{target.number}"
