"""The report as a reader meets it: filter, click, copy, keys, dark and light, paper, no script."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dfix import Options
from dfix.report.file_report import RenderOptions
from dfix.report.html import render
from dfix.run.graphs import report_with_graph
from dfix.text import apply_edits

SERVER = (
    "FROM golang:1.22 AS build\nRUN go build -o /app .\nRUN CGO_ENABLED=0 go build -o /tool ./tool\n"
    "FROM alpine:3.20\nCOPY --from=build /app /bin/app\nCOPY --from=build /tool /bin/tool\nRUN ldconfig /opt\n"
)
TINY = 'FROM rust:1.79 AS build\nRUN cargo build --release\nFROM scratch\nCOPY --from=build /target/release/app /\nCMD ["/app"]\n'
HOSTILE = (
    "FROM golang:1.22 AS b\nRUN go build -o '/a<img/src=x/onerror=alert(1)>' .\nFROM alpine:3.20\n"
    "COPY --from=b /a<img/src=x/onerror=alert(1)> /<script>alert(2)</script>\n# </script><script>alert(3)</script>\n"
    'COPY --from="javascript:alert(4)" /a /b\n'
)
FILES = {"server/Dockerfile": SERVER, "tiny/Dockerfile": TINY, "fine/Dockerfile": "FROM debian:12\nRUN true\n"}


def report_of(path: str, text: str) -> Any:
    return report_with_graph(path, text.encode(), Options())


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The report about ``FILES``."""
    page = tmp_path / "report.html"
    page.write_text(render([report_of(*one) for one in FILES.items()], RenderOptions(version="1")), encoding="utf-8")
    return page.as_uri()


def shown(page: Any) -> list[str]:
    """The codes of the findings that are to be seen."""
    return [one.get_attribute("data-code") for one in page.locator("article.finding").all() if one.is_visible()]


def test_the_filter(opened: Callable[..., Any], address: str) -> None:
    """By text, path, confidence and rule; Escape clears it."""
    page = opened(address)
    assert shown(page) == ["DF101", "DF301", "DF102"]
    page.keyboard.press("/")
    page.keyboard.type("LDCONFIG alpine")
    assert shown(page) == ["DF301"]
    assert page.locator("#count").inner_text() == "1 of 3 findings"
    assert not page.locator("[data-path='tiny/Dockerfile']").is_visible()
    page.keyboard.press("Escape")
    assert len(shown(page)) == 3
    page.locator("#path").fill("TINY")
    assert shown(page) == ["DF102"]
    page.locator("#path").fill("")
    page.locator("#sure").select_option("certain")
    assert shown(page) == ["DF301"]
    page.locator("#sure").select_option("possible")
    page.get_by_role("button", name="DF101").click()
    page.get_by_role("button", name="DF102").click()
    assert shown(page) == ["DF101", "DF102"]
    page.locator("#words").fill("nobody wrote this")
    assert shown(page) == []
    assert page.locator("#nothing").is_visible()


def test_a_click_in_the_graph_shows_the_trace(opened: Callable[..., Any], address: str) -> None:
    """Of what fails and of what runs; its lines are marked in the source; a second click closes it."""
    page = opened(address)
    page.locator(".g-link", has_text="/bin/app").click()
    panel = page.locator(".panel:visible")
    assert panel.locator("header").inner_text().startswith("✗ fails here")
    assert panel.locator(".trace li").count() == 4
    marked = page.locator("#file-0 .lines li.traced")
    assert [one.get_attribute("value") for one in marked.all()] == ["1", "2", "4", "5"]
    page.locator(".g-link", has_text="/bin/tool").click()
    assert page.locator(".panel:visible").count() == 1
    assert "✓ runs here" in page.locator(".panel:visible").inner_text()
    page.locator(".panel:visible .close").click()
    assert page.locator(".panel:visible").count() == 0
    assert page.locator(".traced").count() == 0


def test_the_graph_by_keyboard(opened: Callable[..., Any], address: str) -> None:
    page = opened(address)
    page.locator(".g-link").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".panel:visible").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".panel:visible").count() == 0


def test_from_finding_to_finding(opened: Callable[..., Any], address: str) -> None:
    page = opened(address)
    for key, code in (("j", "DF101"), ("j", "DF301"), ("k", "DF101"), ("j", "DF301"), ("j", "DF102"), ("j", "DF102")):
        page.keyboard.press(key)
        assert page.locator(".finding.current").get_attribute("data-code") == code
    page.locator("#file-0 mark.error a").first.click()
    assert page.locator(".finding.current").get_attribute("data-code") == "DF101"


@pytest.mark.parametrize("key", ["click", "c"])
def test_the_copied_patch_repairs_the_file(opened: Callable[..., Any], address: str, tmp_path: Path, key: str) -> None:
    """What is in the clipboard is what git takes."""
    page = opened(address, permissions=["clipboard-read", "clipboard-write"])
    if key == "click":
        page.locator("#finding-0-0 .copy").first.click()
    else:
        page.keyboard.press("j")
        page.keyboard.press("c")
    page.locator("#said.shown").wait_for()
    assert page.locator("#finding-0-0 .copy").first.inner_text() == "Copied"
    patch = page.evaluate("navigator.clipboard.readText()")
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "Dockerfile").write_text(SERVER, encoding="utf-8")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), check=True)
    fix = report_of("Dockerfile", SERVER).findings[0].fixes[0]
    assert (tmp_path / "server" / "Dockerfile").read_bytes() == apply_edits(SERVER.encode(), fix.edits)


def background(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_light_and_dark(opened: Callable[..., Any], address: str) -> None:
    """As the system has it, until the reader chooses; the choice stays."""
    dark, light = "rgb(15, 20, 26)", "rgb(245, 246, 248)"
    assert background(opened(address, color_scheme="dark")) == dark
    page = opened(address, color_scheme="light")
    assert background(page) == light
    page.get_by_role("button", name="Dark").click()
    assert background(page) == dark
    page.wait_for_timeout(500)  # Chromium keeps the storage of a page from a file a moment later.
    page.reload()
    assert background(page) == dark
    page.keyboard.press("t")
    assert background(page) == light


def test_a_hostile_file_is_only_text(opened: Callable[..., Any], tmp_path: Path) -> None:
    """Nothing of it is run or loaded; ``opened`` would tell."""
    path = tmp_path / "report.html"
    path.write_text(render([report_of("<b>x</b>", HOSTILE)], RenderOptions()), encoding="utf-8")
    page = opened(path.as_uri())
    assert page.locator("img, main script, b:text-is('x')").count() == 0
    assert "<script>alert(2)</script>" in page.locator("h3.message").first.inner_text()
    for link in page.locator(".g-link").all():
        link.click()
    page.wait_for_timeout(100)


def test_the_policy_holds(opened: Callable[..., Any], address: str) -> None:
    """Even what somebody brought into the page could load nothing and run nothing."""
    page = opened(address, is_quiet=False)
    blocked = page.evaluate(
        """async () => {
            const blocked = [];
            document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
            const add = (tag, name, value) => {
                const element = document.createElement(tag);
                element[name] = value;
                document.body.append(element);
            };
            add("img", "src", "https://example.invalid/x.png");
            add("script", "textContent", "window.ran = true");
            add("style", "textContent", "body { display: none }");
            await fetch("https://example.invalid/").catch(() => {});
            await new Promise((resolve) => setTimeout(resolve, 100));
            return [...new Set(blocked), String(window.ran), getComputedStyle(document.body).display];
        }"""
    )
    assert sorted(blocked) == sorted(
        ["img-src", "script-src-elem", "style-src-elem", "connect-src", "undefined", "block"]
    )


def test_paper_shows_all(opened: Callable[..., Any], address: str) -> None:
    page = opened(address)
    folded = page.locator("details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("details:not([open])").count() == 0
    assert not page.locator("#filter").is_visible()
    assert background(page) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() == folded


def test_without_a_script(opened: Callable[..., Any], address: str) -> None:
    """All is there to read, and a click in the graph still shows the trace."""
    page = opened(address, java_script_enabled=False)
    assert page.locator("article.finding").count() == 3
    assert not page.locator("#filter").is_visible()
    page.locator(".g-link", has_text="/bin/app").click()
    assert page.locator(".panel:visible").count() == 1


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_no_page_is_wider_than_its_window(opened: Callable[..., Any], address: str, width: int) -> None:
    page = opened(address, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
