"""``playwright install``: browsers, which are built for glibc and look for libraries of the system.

``--with-deps`` and ``install-deps`` install these libraries with the distribution's packages. Source: Playwright's
page "Browsers".
"""

from collections.abc import Iterator

from dfix.images import Libc
from dfix.trace.state.artifact import Abi, Artifact, Kind, Linkage
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, InstallsLibraries, Writes
from dfix.trace.state.origin import Downloaded
from dfix.trace.state.products import LIKELY
from dfix.trace.state.root import Root

BROWSERS = ("chromium", "firefox", "webkit")
# The browsers by their builds.
SITE = "cdn.playwright.dev/"
CACHE = "/root/.cache/ms-playwright"


def playwright(call: Call, root: Root) -> Iterator[Effect]:
    """The browsers that the command downloads; without a name all of them, of which Chromium stands for all."""
    words = [arg.text for arg in call.operands()]
    if words[:1] == ["install-deps"] or call.has("--with-deps"):
        yield InstallsLibraries()
    if words[:1] == ["install"] and not call.has("--dry-run", "--list"):
        where = call.path(call.env.get("PLAYWRIGHT_BROWSERS_PATH") or CACHE)
        named = [browser for browser in BROWSERS if any(word.startswith(browser) for word in words[1:])]
        for browser in named or (BROWSERS[0] if len(words) == 1 else "chrome",):
            yield Writes(f"{where}/{browser}", _browser(call, browser))


def _browser(call: Call, name: str) -> Artifact:
    origin = Downloaded(call.stage, call, url=f"{SITE}{name}")
    because = "Playwright's browsers are built for glibc"
    return Artifact(Kind.PROGRAM, Linkage.DYNAMIC, Abi(Libc.GLIBC, None), "", LIKELY, because, (), origin)


MODELS = {"playwright": playwright, "playwright-core": playwright}
