"""A real browser: Chromium of the system, driven by playwright. Where either is missing, the tests say so and skip."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# No profile of anybody's, nothing in the background, no sandbox of its own (CI runs as root in a container).
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, once for all tests."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing: pip install dfix[browser]")
    if CHROMIUM is None:
        pytest.skip("no chromium is installed")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens an address in a context of its own; at the end nothing was complained of, and nothing else was loaded.

    ``loads`` tells which addresses a page may load; ``is_quiet`` is False where a test wants complaints itself.
    """
    contexts, complaints, loaded = [], [], []
    allowed: list[str] = []

    def open_page(address: str, *, loads: str = "", is_quiet: bool = True, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        allowed.extend([address, loads] if loads else [address])
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text) if is_quiet and message.type in ("error", "warning") else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: loaded.append(request.url) if is_quiet else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert not [url for url in loaded if not url.startswith(tuple(allowed)) and not url.startswith("data:")]
