"""Version control: a clone contains source code."""

from collections.abc import Iterator

from dfix.manifests.native_links import is_with_openmp
from dfix.trace.knowledge.needs.known_projects import sources
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, Writes
from dfix.trace.state.products import POSSIBLE, RECENT_CLONE, portable
from dfix.trace.state.root import Root

WITH_VALUE = (
    "-b", "--branch", "--depth", "-c", "-C", "-o", "--origin", "--reference", "-j", "--jobs", "--config", "--username",
    "--password", "-r", "--revision", "--filter",
)  # fmt: skip
SOURCES = "a clone contains source code"


def clone(call: Call, root: Root) -> Iterator[Effect]:
    """``git clone url [directory]``, ``hg clone``, ``svn checkout``: most likely source code."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if words[:1] not in (["clone"], ["checkout"], ["co"], ["export"]) or len(words) < 2:
        return
    if call.name == "git" and words[0] != "clone":
        return
    url = words[1].rstrip("/")
    name = words[2] if len(words) > 2 else url.rsplit("/", 1)[-1].removesuffix(".git")
    where = call.path(name)
    if where != "/":
        because = (
            RECENT_CLONE if is_with_openmp(url.removesuffix(".git")) and not call.has("-b", "--branch") else SOURCES
        )
        yield Writes(where, portable(because, POSSIBLE), tree=True)
        yield from sources(url, where)


MODELS = dict.fromkeys(("git", "hg", "svn", "bzr"), clone)
