"""Posting: what each forge documents, pages, limits, failures, and a second run that says nothing."""

from contextlib import suppress
from pathlib import Path

import pytest
from fake_forges import Answer, FakeForge, Gitea, GitHub, GitLab, serve
from scenario import AFTER, BEFORE, reviewed

from dfix.review.forges import Target, forge_named, http
from dfix.review.forges.environment import MissingError, target_of, token_of
from dfix.review.forges.http import TRIES, ForgeError, Session
from dfix.review.session import Review

HEAD = "d" * 40
FORGES: dict[str, type[FakeForge]] = {"github": GitHub, "gitlab": GitLab, "gitea": Gitea}
# Several comments, on new lines and on unchanged ones that the diff shows.
MANY = AFTER + "".join(f"COPY --from=build /server /opt/{number}\n" for number in range(5))


@pytest.fixture
def found(tmp_path: Path) -> Review:
    """Six comments."""
    return reviewed(tmp_path, BEFORE, MANY)


def lines_of(found: Review) -> dict[str, dict[int, int | None]]:
    return {
        one.change.path: {
            number: origin for hunk in one.change.hunks for number, origin in zip(hunk.shown, hunk.origins, strict=True)
        }
        for one in found.files
    }


def session(name: str, pauses: list[float]) -> Session:
    return Session(token_of(name, {"DFIX_TOKEN": "secret"}), pauses.append, lambda: 1_000.0)


def target(name: str, api: str) -> Target:
    return Target(api, "group/name" if name == "gitlab" else "owner/name", 7, HEAD)


def post(name: str, api: str, found: Review, pauses: list[float]) -> int:
    """One run: how many comments it posted."""
    client, to = session(name, pauses), target(name, api)
    fresh = found.without(forge_named(name).bodies(client, to))
    for send in forge_named(name).sends(client, to, fresh.comments, fresh.summary) if fresh.comments else ():
        client.post(send.url, send.body)
    return len(fresh.comments)


@pytest.mark.parametrize("name", FORGES)
def test_a_second_run_posts_nothing(name: str, found: Review) -> None:
    fake = FORGES[name](lines_of(found))
    with serve(fake) as api:
        assert post(name, api, found, []) == 6
        assert fake.stored
        before = len(fake.stored)
        assert post(name, api, found, []) == 0
    assert len(fake.stored) == before


@pytest.mark.parametrize("name", FORGES)
def test_a_later_run_posts_what_is_new(name: str, found: Review) -> None:
    fake = FORGES[name](lines_of(found))
    fewer = Review(found.files, found.comments[1:])
    with serve(fake) as api:
        assert post(name, api, fewer, []) == 5
        assert post(name, api, found, []) == 1
        assert post(name, api, found, []) == 0


LIMITS: list[tuple[str, Answer, list[float]]] = [
    ("asks to wait", (429, {"Retry-After": "7"}, {}), [7.0]),
    ("is over", (503, {}, {}), [1.0]),
    ("has no calls left", (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1030"}, {}), [30.0]),
    ("has a second limit", (403, {"Retry-After": "2"}, {}), [2.0]),
    ("fails", (502, {}, {}), [1.0]),
]


@pytest.mark.parametrize("name", FORGES)
@pytest.mark.parametrize(("why", "answer", "pauses"), LIMITS, ids=[why for why, *_ in LIMITS])
def test_what_is_asked_is_asked_again(name: str, why: str, answer: Answer, pauses: list[float], found: Review) -> None:
    fake = FORGES[name](lines_of(found))
    fake.failures = [answer]
    waited: list[float] = []
    with serve(fake) as api:
        assert post(name, api, found, waited) == 6
    assert waited == pauses


def test_pauses_grow_and_end(found: Review) -> None:
    fake = GitHub(lines_of(found))
    fake.failures = [(502, {}, {"message": "no"})] * TRIES
    waited: list[float] = []
    with serve(fake) as api, pytest.raises(ForgeError, match="502 Bad Gateway"):
        post("github", api, found, waited)
    assert waited == [1.0, 2.0, 4.0, 8.0]


CUT: Answer = (0, {}, "")


@pytest.mark.parametrize("answer", [CUT, (502, {}, {}), (500, {}, {})], ids=["cut", "502", "500"])
def test_a_comment_that_may_have_arrived_is_not_sent_again(answer: Answer, found: Review) -> None:
    fake = GitHub(lines_of(found))
    with serve(fake) as api:
        client, to = session("github", []), target("github", api)
        (send,) = forge_named("github").sends(client, to, found.comments, found.summary)
        fake.failures = [answer]
        with pytest.raises(ForgeError, match="POST"):
            client.post(send.url, send.body)
    assert fake.requests == [("POST", "/repos/owner/name/pulls/7/reviews")]


@pytest.mark.parametrize("answer", [(429, {"Retry-After": "1"}, {}), (503, {}, {})], ids=["429", "503"])
def test_a_comment_that_was_turned_away_is_sent_again(answer: Answer, found: Review) -> None:
    fake = GitHub(lines_of(found))
    with serve(fake) as api:
        client, to = session("github", []), target("github", api)
        (send,) = forge_named("github").sends(client, to, found.comments, found.summary)
        fake.failures = [answer]
        client.post(send.url, send.body)
    assert len(fake.stored) == 1


def test_a_wait_that_is_too_long_ends_the_run(found: Review) -> None:
    fake = GitHub(lines_of(found))
    fake.failures = [(429, {"Retry-After": "3600"}, {"message": "slow down"})]
    waited: list[float] = []
    with serve(fake) as api, pytest.raises(ForgeError, match="slow down"):
        post("github", api, found, waited)
    assert waited == []


def test_a_next_page_elsewhere_is_not_asked(found: Review) -> None:
    """The token goes to one forge."""
    fake = GitHub(lines_of(found))
    fake.failures = [(200, {"Link": '<http://other.invalid/x>; rel="next"'}, [{"body": "x"}])]
    with serve(fake) as api:
        assert list(forge_named("github").bodies(session("github", []), target("github", api))) == ["x"]


def test_an_answer_that_is_no_json(found: Review) -> None:
    fake = GitHub(lines_of(found))
    fake.failures = [(200, {}, "<html>log in</html>")]
    with serve(fake) as api, pytest.raises(ForgeError, match="answers no JSON"):
        list(forge_named("github").bodies(session("github", []), target("github", api)))


def test_a_wrong_token(found: Review) -> None:
    with (
        serve(GitHub(lines_of(found))) as api,
        pytest.raises(ForgeError, match=r"401 Unauthorized: .*Bad credentials"),
    ):
        Session({"Authorization": "Bearer wrong"}).get(f"{api}/repos/owner/name/pulls/7/comments")


@pytest.mark.parametrize("token", [" secret\n", "\tsecret "])
def test_a_token_is_stripped(token: str) -> None:
    assert "secret" in token_of("github", {"DFIX_TOKEN": token})["Authorization"].split()


@pytest.mark.parametrize("token", ["se cret", "se\ncret", "sécret"])
def test_what_is_no_token_is_not_shown(token: str) -> None:
    with pytest.raises(MissingError) as caught:
        token_of("github", {"DFIX_TOKEN": token})
    assert "cret" not in str(caught.value)


def test_a_server_that_sends_the_token_back(found: Review) -> None:
    fake = GitHub(lines_of(found))
    fake.failures = [(401, {}, {"message": "bad: ghp_0123456789 " + "x" * 10_000})]
    with serve(fake) as api, pytest.raises(ForgeError) as caught:
        Session(token_of("github", {"DFIX_TOKEN": "ghp_0123456789"}), [].append, lambda: 1_000.0).get(f"{api}/x")
    assert "0123456789" not in str(caught.value)
    assert len(str(caught.value)) <= 400


@pytest.mark.parametrize("following", ["http://127.0.0.1:1/x", "https://127.0.0.1/x"], ids=["port", "scheme"])
def test_a_next_page_on_another_port_is_not_asked(following: str, found: Review) -> None:
    fake = GitHub(lines_of(found))
    fake.failures = [(200, {"Link": f'<{following}>; rel="next"'}, [{"body": "x"}])]
    with serve(fake) as api:
        assert list(forge_named("github").bodies(session("github", []), target("github", api))) == ["x"]


def test_no_forge() -> None:
    waited: list[float] = []
    with pytest.raises(ForgeError, match="GET http"):
        session("github", waited)._ask("GET", "http://127.0.0.1:1/", None)
    assert waited == [1.0, 2.0, 4.0, 8.0]


ENVIRONMENTS: list[tuple[str, dict[str, str], Target]] = [
    (
        "github",
        {"GITHUB_REPOSITORY": "o/n", "GITHUB_REF": "refs/pull/12/merge", "GITHUB_SHA": "1"},
        Target("https://api.github.com", "o/n", 12, "1"),
    ),
    (
        "gitea",
        {
            "GITHUB_SERVER_URL": "https://git.example",
            "GITHUB_REPOSITORY": "o/n",
            "GITHUB_REF": "refs/pull/3/head",
            "GITHUB_SHA": "1",
        },
        Target("https://git.example/api/v1", "o/n", 3, "1"),
    ),
    (
        "gitlab",
        {
            "CI_API_V4_URL": "https://gl.example/api/v4",
            "CI_PROJECT_ID": "4",
            "CI_MERGE_REQUEST_IID": "5",
            "CI_COMMIT_SHA": "6",
        },
        Target("https://gl.example/api/v4", "4", 5, "6"),
    ),
]


@pytest.mark.parametrize(("name", "environment", "expected"), ENVIRONMENTS)
def test_ci_tells_the_target(name: str, environment: dict[str, str], expected: Target) -> None:
    assert target_of(name, environment, {}) == expected
    assert target_of(name, environment, {"number": "99"}).number == 99


def test_the_commit_of_a_pull_request_is_its_own(tmp_path: Path) -> None:
    """GITHUB_SHA names a merge that only the run knows."""
    event = tmp_path / "event.json"
    event.write_text('{"pull_request": {"head": {"sha": "abc"}}}')
    environment = {
        "GITHUB_REPOSITORY": "o/n",
        "GITHUB_REF": "refs/pull/12/merge",
        "GITHUB_SHA": "merge",
        "GITHUB_EVENT_PATH": str(event),
    }
    assert target_of("github", environment, {}).commit == "abc"


@pytest.mark.parametrize(
    ("options", "message"),
    [({}, "--repo is needed"), ({"repo": "o/n", "commit": "1", "number": "x"}, "--number is the change's number")],
)
def test_what_is_missing_is_named(options: dict[str, str | None], message: str) -> None:
    with pytest.raises(MissingError, match=message):
        target_of("github", {}, options)
    with pytest.raises(MissingError, match="set one of DFIX_TOKEN"):
        token_of("github", {})


HOSTILE: dict[str, Answer] = {
    "a digit that is none": (429, {"Retry-After": "\xb2"}, {}),
    "a number without end": (429, {"Retry-After": "9" * 5000}, {}),
    "a reset that is no number": (429, {"X-RateLimit-Reset": "\xb9\xb2"}, {}),
    "a next page that is no address": (200, {"Link": '<http://[::1/>; rel="next"'}, []),
    "a next page with a wrong port": (200, {"Link": '<http://a:99999999/>; rel="next"'}, []),
    "a redirect": (302, {"Location": "http://127.0.0.1:1/"}, {}),
    "what is no gzip": (200, {"Content-Encoding": "gzip"}, "[]"),
    "an unknown character set": (200, {"Content-Type": "application/json; charset=klingon"}, "[]"),
    "deep lists": (200, {}, "[" * 200_000),
    "a number of 5000 digits": (200, {}, "9" * 5000),
    "another shape": (200, {}, {"id": [], "diff_refs": 3, "notes": None}),
    "a list of anything": (200, {}, [None, 1, "x", [], {"notes": {}, "id": 1.5, "body": []}, {"notes": [None]}]),
}


@pytest.mark.parametrize("name", FORGES)
@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_server(name: str, answer: Answer, found: Review) -> None:
    """Whatever it answers, the run ends with a post or with one error."""
    fake = FORGES[name](lines_of(found))
    fake.failures = [answer] * 3
    with serve(fake) as api, suppress(ForgeError):
        post(name, api, found, [])


def test_an_answer_that_does_not_end(found: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_BYTES", 1000)
    fake = GitHub(lines_of(found))
    fake.failures = [(200, {}, " " * 1001 + "[]")]
    with serve(fake) as api, pytest.raises(ForgeError, match="does not end"):
        list(forge_named("github").bodies(session("github", []), target("github", api)))


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000, "-1", "1e3", ""])
def test_a_number_that_is_none(number: str) -> None:
    options = {"repo": "o/n", "commit": "1", "number": number}
    with pytest.raises(MissingError, match="--number is") as caught:
        target_of("github", {}, options)
    assert len(str(caught.value)) < 200
