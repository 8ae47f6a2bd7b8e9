"""A local server that answers as GitHub, GitLab and Gitea do, and refuses what their documents refuse.

Sources: GitHub REST API 2022-11-28, "Create a review for a pull request"; GitLab REST API, "Discussions"
and "Notes"; Gitea's swagger, ``repoCreatePullReview``.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

Answer = tuple[int, dict[str, str], Any]
SHA = re.compile(r"[0-9a-f]{40}")
PAGE = 2


class FakeForge:
    """What a forge has stored, and how it judges requests. ``shown`` are the lines of each path that the diff shows."""

    token: tuple[str, str]

    def __init__(self, shown: dict[str, dict[int, int | None]]) -> None:
        self.shown = shown
        self.stored: list[dict[str, Any]] = []
        self.requests: list[tuple[str, str]] = []
        self.failures: list[Answer] = []

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
        """The answer to one request."""
        raise NotImplementedError

    def page(self, entries: list[Any], url: str, query: dict[str, str]) -> Answer:
        """A page of entries, with the link to the next (RFC 8288)."""
        number = int(query.get("page", "1"))
        part = entries[(number - 1) * PAGE : number * PAGE]
        more = len(entries) > number * PAGE
        link = {"Link": f'<{url}?page={number + 1}>; rel="next", <{url}?page=1>; rel="first"'} if more else {}
        return 200, link, part

    def is_shown(self, path: str, line: int) -> bool:
        """Whether the diff shows the line."""
        return line in self.shown.get(path, {})


class GitHub(FakeForge):
    """One pull request, number 7 of ``owner/name``."""

    token = ("Authorization", "Bearer secret")

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
        """Reviews and comments."""
        if path == "/repos/owner/name/pulls/7/comments" and method == "GET":
            return self.page([one for review in self.stored for one in review["comments"]], path, query)
        if path == "/repos/owner/name/pulls/7/reviews" and method == "POST":
            wrong = self.wrong(body)
            if wrong:
                return 422, {}, {"message": wrong}
            self.stored.append(body)
            return 200, {}, {"id": len(self.stored)}
        return 404, {}, {"message": "Not Found"}

    def wrong(self, body: Any) -> str:
        """What the documents say of a review's body."""
        if set(body) - {"commit_id", "event", "body", "comments"}:
            return "unknown property"
        if body["event"] not in ("APPROVE", "REQUEST_CHANGES", "COMMENT") or not SHA.fullmatch(body["commit_id"]):
            return "event or commit_id"
        for one in body["comments"]:
            if set(one) - {"path", "body", "line", "side", "start_line", "start_side"} or len(one["body"]) > 65_536:
                return "comment"
            first = one.get("start_line", one["line"] - 1)
            if first >= one["line"] or one["side"] != "RIGHT" or ("start_line" in one) != ("start_side" in one):
                return "start_line must precede the end line"
            if not all(self.is_shown(one["path"], line) for line in {one["line"], one.get("start_line", one["line"])}):
                return "line must be part of the diff"
        return ""


class GitLab(FakeForge):
    """One merge request, number 7 of ``group/name``."""

    token = ("Private-Token", "secret")
    refs: ClassVar[dict[str, str]] = {"base_sha": "b" * 40, "start_sha": "c" * 40, "head_sha": "d" * 40}

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
        """Discussions and notes."""
        request = "/projects/group%2Fname/merge_requests/7"
        if path == request and method == "GET":
            return 200, {}, {"iid": 7, "diff_refs": self.refs}
        if path == f"{request}/discussions" and method == "GET":
            return self.page([{"notes": [one]} for one in self.stored], path, query)
        if path in (f"{request}/discussions", f"{request}/notes") and method == "POST":
            wrong = self.wrong(body["position"]) if path.endswith("discussions") else ""
            if wrong:
                return 400, {}, {"message": wrong}
            self.stored.append(body)
            return 201, {}, {"id": len(self.stored)}
        return 404, {}, {"message": "404 Not found"}

    def wrong(self, position: Any) -> str:
        """A line that is new has no old number; one that is not has both."""
        if any(position.get(key) != value for key, value in self.refs.items()) or position["position_type"] != "text":
            return "position is incomplete"
        line = position["new_line"]
        if not self.is_shown(position["new_path"], line):
            return "line_code can't be blank"
        if position.get("old_line") != self.shown[position["new_path"]][line]:
            return "line_code must be a valid line code"
        return ""


class Gitea(FakeForge):
    """One pull request, number 7 of ``owner/name``."""

    token = ("Authorization", "token secret")

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
        """Reviews and their comments."""
        reviews = "/repos/owner/name/pulls/7/reviews"
        if path == reviews and method == "GET":
            return self.page([{"id": number} for number in range(1, len(self.stored) + 1)], path, query)
        match = re.fullmatch(re.escape(reviews) + r"/(\d+)/comments", path)
        if match and method == "GET":
            return 200, {}, self.stored[int(match[1]) - 1]["comments"]
        if path == reviews and method == "POST":
            keys = {"path", "body", "new_position", "old_position"}
            right = set(body) <= {"body", "comments", "commit_id", "event"} and body["event"] == "COMMENT"
            if not right or any(set(one) - keys for one in body["comments"]):
                return 422, {}, {"message": "invalid"}
            if not all(self.is_shown(one["path"], one["new_position"]) for one in body["comments"]):
                return 422, {}, {"message": "line is not in the diff"}
            self.stored.append(body)
            return 200, {}, {"id": len(self.stored)}
        return 404, {}, {"message": "not found"}


@contextmanager
def serve(fake: FakeForge) -> Iterator[str]:
    """Its address while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(fake: FakeForge) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._do("GET")

        def do_POST(self) -> None:
            self._do("POST")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
            """Say nothing."""

        def _do(self, method: str) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            path, _, query = self.path.partition("?")
            fake.requests.append((method, path))
            status, headers, data = self._answer(method, path, query, body)
            if status == 0:  # the line is cut
                self.close_connection = True
                return
            text = data if isinstance(data, str) else json.dumps(data)
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value.replace("</", f"<http://{self.headers['Host']}/"))
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def _answer(self, method: str, path: str, query: str, body: Any) -> Answer:
            if self.headers.get(fake.token[0]) != fake.token[1]:
                return 401, {}, {"message": "Bad credentials"}
            if fake.failures:
                return fake.failures.pop(0)
            return fake.answer(method, path, dict(part.split("=", 1) for part in query.split("&") if part), body)

    return Handler
