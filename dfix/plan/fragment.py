"""Whether a file may be a part of a Dockerfile, or the text from which a program makes one.

Nothing tells it for certain: its place does (``templates/``, ``Dockerfile.envs`` without a FROM), and so do words
that a preprocessor would replace.
"""

import os

from dfix.plan.build import Build
from dfix.text.pattern import pattern

# Words of a directory's or a file's name; what a test of a parser reads may be wrong on purpose.
WORDS = frozenset(
    "template templates tmpl tpl fragment fragments include includes partial partials snippet snippets m4 macros "
    "cookiecutter skeleton skeletons boilerplate boilerplates fixture fixtures testdata testfiles".split()
)
ENDINGS = (".in", ".inc", ".part", ".proto", ".erb", ".ejs", ".hbs", ".mustache", ".mako", ".tera", ".liquid")
NO_LETTERS = pattern(r"[^a-z0-9]+")
MARK = pattern(r"\{\{|\{%|<%|%%[A-Z_]+%%|@[A-Z_]{2,}@|__[A-Z_]{2,}__|<no value>", having="{{ {% <% %% @ __ <no")
# A line that stands for what is left out, or that a preprocessor reads: of templates' languages, of cpp, of m4,
# of frontends that include files.
LINE = pattern(
    r"(?m)^[ \t]*(?:\.\.\.[ \t]*$|"
    r"\{\{|\{%|<%|%%|@@|#[ \t]*include[ \t]*[\"<]|#(?:ifn?def[ \t]+\w+[ \t]*$|endif\b)|INCLUDE\+?[ \t]|IMPORT[ \t]|"
    r"(?:m4_)?(?:define|include|sinclude|changequote|divert|ifdef|ifelse)\(|dnl\b)"
)


def may_be_fragment(build: Build) -> bool:
    """Whether the file may not be what BuildKit reads."""
    return _is_in_place_of_fragments(build) or _has_marked_base(build) or _has_marked_line(build)


def is_marked(line: str) -> bool:
    """Whether a line holds the marks of a template."""
    return MARK.search(line) is not None


def _is_in_place_of_fragments(build: Build) -> bool:
    """Whether the path says so, or a name like ``rust.Dockerfile`` of a file in which no FROM stands."""
    path = build.options.path.lower()
    if path.endswith(ENDINGS) or not WORDS.isdisjoint(NO_LETTERS.split(path)):
        return True
    name = os.path.basename(path)
    return name not in ("", "dockerfile", "containerfile") and bool(build.dockerfile.instructions) and not build.stages


def _has_marked_base(build: Build) -> bool:
    return any(is_marked(stage.start.logical.text) for stage in build.stages)


def _has_marked_line(build: Build) -> bool:
    """Whether a line outside of heredocs is for a preprocessor."""
    dockerfile = build.dockerfile
    bodies = [body.span for instruction in dockerfile.instructions for body in instruction.heredocs]
    places = (match.start() for match in LINE.finditer(dockerfile.source.text))
    return any(not any(span.start <= place < span.end for span in bodies) for place in places)
