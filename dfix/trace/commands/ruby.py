"""Ruby: gems, some with native extensions; Rake and Jekyll write text."""

import re
from collections.abc import Iterator
from functools import partial

from dfix.manifests.ruby import gems as listed_gems
from dfix.text.pattern import pattern
from dfix.trace.knowledge.language import interpreter_version
from dfix.trace.knowledge.native_parts import NativeParts, native_parts, native_parts_of_names
from dfix.trace.state.artifact import Artifact, Environment
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect, SetsFact, Writes
from dfix.trace.state.facts import BundlePath
from dfix.trace.state.products import leaves, packages_of, portable
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


# ``bundle config set --local without 'development test'``, in the same RUN.
WITHOUT = pattern(r"bundle config [\w -]{0,60}\bwithout[ =]{1,3}(['\"][^'\"\n]{1,200}['\"]|[\w:]{1,200})")
LONGEST_SCRIPT = 50_000
# Where official images of Ruby keep gems.
SYSTEM_DIRECTORY = "/usr/local/bundle"


def bundle(call: Call, root: Root) -> Iterator[Effect]:
    """``bundle install`` fills BUNDLE_PATH; ``bundle exec`` runs Rake, Rails, Jekyll: text."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if words[:1] == ["config"]:
        if "path" in words and words.index("path") + 1 < len(words):
            yield SetsFact(BundlePath(words[words.index("path") + 1]))
        if "deployment" in words and "false" not in words:
            yield SetsFact(BundlePath("vendor/bundle"))
    elif words[:1] in ([], ["install"], ["update"]):
        yield from _install_bundle(call, root)
    elif words[:1] == ["exec"]:
        yield from write_text(call, root)


def _install_bundle(call: Call, root: Root) -> Iterator[Effect]:
    """The gems that the project lists, in Bundler's directory."""
    gems = _environment(
        call,
        root,
        "bundle",
        native_parts(root, "ruby", None, partial(listed_gems, root.read, call.cwd, _left_out(call))),
    )
    path = _bundle_path(call, root)
    yield Writes(call.path(path) if path else SYSTEM_DIRECTORY, gems, tree=True)
    if call.has("--standalone"):
        yield Writes(call.path("bundle"), gems, tree=True)


def _left_out(call: Call) -> frozenset[str]:
    """The groups of the Gemfile that are not installed: as the option, the variable or ``bundle config`` says."""
    option = call.option("--without")
    said = [option.text if option else "", call.env.get("BUNDLE_WITHOUT", "")]
    said += WITHOUT.findall(call.script.text[:LONGEST_SCRIPT])
    return frozenset(word for text in said for word in re.split(r"[\s:,'\"]+", text) if word)


def _bundle_path(call: Call, root: Root) -> str:
    """Where Bundler installs: as options, ``bundle config`` or BUNDLE_PATH say; empty where none does."""
    option = call.option("--path")
    if option and option.text:
        return option.text
    if option is None and call.has("--deployment"):
        return "vendor/bundle"
    said = root.facts.bundle_path or call.env.get("BUNDLE_PATH", "")
    is_deployed = call.env.get("BUNDLE_DEPLOYMENT", "").lower() in ("1", "true")
    return said or ("vendor/bundle" if is_deployed else "")


def gem(call: Call, root: Root) -> Iterator[Effect]:
    """``gem install``."""
    words = [arg.text for arg in call.operands(*WITH_VALUE)]
    if words[:1] != ["install"]:
        return
    where = call.option("-i", "--install-dir")
    gems = _environment(call, root, "gem", native_parts_of_names("ruby", words[1:]))
    yield Writes(call.path(where.text) if where else SYSTEM_DIRECTORY, gems, tree=True)


def _environment(call: Call, root: Root, tool: str, parts: NativeParts) -> Artifact:
    tree = Environment("ruby", interpreter_version(root, "ruby"), "", parts.packages, parts.names)
    return packages_of(call, root, tool, tree, parts.exist, release=True)


def write_text(call: Call, root: Root) -> Iterator[Effect]:
    """Rake, Rails, Jekyll and Ruby scripts: text."""
    output = call.option("-d", "--destination")
    if output and "jekyll" in (call.name, *call.texts):
        yield from leaves(root, call.path(output.text), portable("Jekyll writes text"))
    yield from leaves(root, call.cwd, portable("Ruby programs mostly write text"))


MODELS = {
    **dict.fromkeys(("bundle", "bundler"), bundle), "gem": gem,
    **dict.fromkeys("rake rails jekyll ruby middleman asciidoctor nanoc awestruct".split(), write_text),
}  # fmt: skip
