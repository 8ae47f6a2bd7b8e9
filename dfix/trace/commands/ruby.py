"""Ruby: gems, of which some have native extensions; Rake and Jekyll write text."""

from collections.abc import Iterator

from dfix.manifests.ruby import gems
from dfix.trace.knowledge.language import interpreter, judged, with_native_parts
from dfix.trace.state.artifact import Environment
from dfix.trace.state.built import leaves, packages_of, portable
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, SetsFact, Writes
from dfix.trace.state.facts import BundlePath
from dfix.trace.state.root import Root

WITH_VALUE = (
    "--path",
    "--jobs",
    "-j",
    "--retry",
    "--without",
    "--with",
    "-v",
    "--version",
    "-i",
    "--install-dir",
    "-n",
)


def bundle(call: Call, root: Root) -> Iterator[Effect]:
    """``bundle install`` fills BUNDLE_PATH; ``bundle exec`` runs Rake, Rails, Jekyll: text."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if words[:1] == ["config"]:
        if "path" in words and words.index("path") + 1 < len(words):
            yield SetsFact(BundlePath(words[words.index("path") + 1]))
        if "deployment" in words:
            yield SetsFact(BundlePath("vendor/bundle"))
    elif words[:1] in ([], ["install"], ["update"]):
        yield from _gems(call, root)
    elif words[:1] == ["exec"]:
        yield from text(call, root)


def _gems(call: Call, root: Root) -> Iterator[Effect]:
    option = call.option("--path")
    path = option.text if option else "vendor/bundle" if call.has("--deployment") else ""
    path = path or root.facts.bundle_path or call.env.get("BUNDLE_PATH", "")
    own = interpreter(root, "ruby")
    listed = gems(root.read, call.cwd) if root.context else None
    native, told = judged("ruby", listed) if listed else ((), False)
    parts = True if native else False if told else None
    environment = Environment("ruby", own.version if own else None, "", native)
    made = packages_of(call, root, "bundle", environment, native_parts=parts, release=True)
    yield Writes(call.path(path) if path else "/usr/local/bundle", made, tree=True)
    if call.has("--standalone"):
        yield Writes(call.path("bundle"), made, tree=True)


def gem(call: Call, root: Root) -> Iterator[Effect]:
    """``gem install``."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if words[:1] != ["install"]:
        return
    where = call.option("-i", "--install-dir")
    named, told = with_native_parts("ruby", words[1:])
    own = interpreter(root, "ruby")
    made = packages_of(
        call, root, "gem", Environment("ruby", own.version if own else None, "", named),
        native_parts=True if named else False if told else None, release=True,
    )  # fmt: skip
    yield Writes(call.path(where.text) if where else "/usr/local/bundle", made, tree=True)


def text(call: Call, root: Root) -> Iterator[Effect]:
    """Rake, Rails, Jekyll and scripts of Ruby."""
    output = call.option("-d", "--destination")
    if output and "jekyll" in (call.name, *call.texts):
        yield from leaves(root, call.path(output.text), portable("Jekyll writes text"))
    yield from leaves(root, call.cwd, portable("what programs of Ruby write is text most often"))


MODELS = {
    **dict.fromkeys(("bundle", "bundler"), bundle), "gem": gem,
    **dict.fromkeys("rake rails jekyll ruby middleman asciidoctor nanoc awestruct".split(), text),
}  # fmt: skip
