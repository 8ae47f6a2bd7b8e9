"""The playground in a browser: Python as WebAssembly finds what Python finds here, and the page shows it."""

import json
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpus import cases
from dfix.playground.judge import judge

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "playground" / "node_modules"
# Of the corpus every so many-th text is compared; PLAYGROUND_ALL=1 compares all.
SAMPLE = 12
RIGHT = "FROM golang:1.22 AS b\nRUN CGO_ENABLED=0 go build -o /a .\nFROM alpine:3.20\nCOPY --from=b /a /a\n"
HOSTILE = RIGHT.replace("CGO_ENABLED=0 ", "").replace("/a\n", "/<img/src=x/onerror=alert(1)>\n")
# Python starts in a few seconds; a machine that is busy with other things takes longer.
PATIENCE = 240_000


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The playground, served from this machine, once Python has started; nothing else is loaded, nothing complained."""
    if not (MODULES / "pyodide").is_dir():
        pytest.skip("npm ci --ignore-scripts was not run in playground/")
    sys.path.insert(0, str(ROOT / "scripts"))
    from playground import build

    site = tmp_path_factory.mktemp("site")
    build(site, MODULES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened, complaints, loaded = context.new_page(), [], []
    opened.set_default_timeout(PATIENCE)
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    context.on("request", lambda request: loaded.append(request.url))
    opened.goto(f"{address}index.html")
    opened.locator("body[data-state=done]").wait_for()
    yield opened
    context.close()
    server.shutdown()
    server.server_close()
    assert complaints == []
    assert len(loaded) > 10
    assert not [url for url in loaded if not url.startswith(address)]


def write(page: Any, text: str) -> None:
    """Type a text, and wait for the answer."""
    page.evaluate("document.body.dataset.state = 'waiting'")
    page.locator("#text").fill(text)
    page.locator("body[data-state=done]").wait_for()


def test_the_first_thing_that_is_seen(page: Any) -> None:
    """A fault, its graph, its repair."""
    assert page.locator("#state").inner_text() == "1 finding"
    assert page.locator("article.finding").get_attribute("data-code") == "DF101"
    page.locator(".g-link").click()
    assert page.locator(".panel:visible .trace li").count() == 4


def test_the_repair(page: Any) -> None:
    page.locator("#all").click()
    page.locator("#said.shown").wait_for()
    assert "+RUN CGO_ENABLED=0 go build" in page.evaluate("navigator.clipboard.readText()")
    page.evaluate("document.body.dataset.state = 'waiting'")
    page.locator("#use").click()
    page.locator("body[data-state=done]").wait_for()
    assert page.locator("#state").inner_text() == "Nothing found"
    assert "RUN CGO_ENABLED=0 go build" in page.locator("#text").input_value()
    assert not page.locator("#repaired").is_visible()


def test_what_is_typed_is_judged_and_is_in_the_address(page: Any) -> None:
    write(page, RIGHT)
    assert page.locator("#state").inner_text() == "Nothing found"
    write(page, RIGHT.replace("CGO_ENABLED=0 ", ""))
    assert page.locator("#state").inner_text() == "1 finding"
    assert "go%20build" in page.url
    page.locator(".where").click()
    assert "go%20build" in page.url


@pytest.mark.parametrize(("name", "codes"), [("rust", ["DF102"]), ("right", [])])
def test_an_example(page: Any, name: str, codes: list[str]) -> None:
    page.evaluate("document.body.dataset.state = 'waiting'")
    page.locator("#examples").select_option(name)
    page.locator("body[data-state=done]").wait_for()
    assert [one.get_attribute("data-code") for one in page.locator("article.finding").all()] == codes


def test_a_hostile_text_is_only_text(page: Any) -> None:
    write(page, HOSTILE)
    assert page.locator("#result img").count() == 0
    assert "<img/src=x/onerror=alert(1)>" in page.locator("h3.message").inner_text()
    write(page, f"# dfix: like=</script><script>alert(1)</script>\n{HOSTILE}")
    assert page.locator("#result script").count() == 0


def test_the_corpus_is_judged_as_here(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the letter: findings, repaired text, patch and page; only the parser of shell text is another."""
    import os

    texts = [case.data.decode("utf-8", "replace") for case in cases()]
    sample = texts if os.environ.get("PLAYGROUND_ALL") else texts[::SAMPLE]
    page.evaluate(
        """() => {
            const worker = new Worker("worker.js", { type: "module" });
            const waiting = new Map();
            worker.onmessage = ({ data }) => waiting.get(data.id)?.(data.answer);
            window.answers = (texts) => Promise.all(texts.map((text, id) => new Promise((resolve) => {
                waiting.set(id, resolve);
                worker.postMessage({ id, text, confidence: "possible" });
            })));
        }"""
    )
    answers = page.evaluate("texts => answers(texts)", sample)
    assert [answer["error"] for answer in answers] == [""] * len(sample)
    for text, answer in zip(sample, answers, strict=True):
        assert answer == json.loads(judge(text, "possible")), text
