"""What a build that is not read (a make target, a script) makes: judged by the tools that the stage has."""

from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.products import LIKELY, POSSIBLE, native, portable, static, unclear, unknown
from dfix.trace.state.root import Root
from dfix.trace.toolchains import language_of_image
from dfix.tristate import Tristate

GO_PACKAGES = pattern(r"^(go|golang(-go|-\d[\d.]*(-go)?)?)$")
RUST_PACKAGES = pattern(r"^(cargo|rust|rustc|rustup)$")


def product_of(call: Call, root: Root, who: str) -> Artifact:
    """The nature of what the command or script ``who`` makes in this root; unknown where no toolchain shows."""
    language = language_of(root)
    because = f"dfix does not read how `{who}` builds it"
    if language == "portable":
        return portable(because, POSSIBLE)
    if language == "go":
        cgo = call.env.get("CGO_ENABLED") or root.facts.go_setting("CGO_ENABLED")
        if cgo == "0":
            return static(call, root, who, "go", LIKELY, "cgo is off")
        return unclear(call, who, "go", because)
    if language:
        return native(call, root, who, language, POSSIBLE, because)
    return unknown(f"`{who}` may have written it")


def language_of(root: Root) -> str:
    """The language that the root's image or packages are for: go, rust, c, ``portable``, or empty."""
    name = root.image.reference.path.rsplit("/", 1)[-1] if root.image else ""
    language = language_of_image(name)
    if language:
        return language
    if any(GO_PACKAGES.match(package) for package in root.packages) or "golang" in name:
        return "go"
    if any(RUST_PACKAGES.match(package) for package in root.packages) or "rust" in name:
        return "rust"
    return "c" if root.has_compiler() is Tristate.YES else ""
