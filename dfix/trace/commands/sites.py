"""Generators of sites and documents, code generators, minifiers: their products are text."""

from collections.abc import Iterator

from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect
from dfix.trace.state.products import leaves, portable
from dfix.trace.state.root import Root

TOOLS = (
    "hugo mkdocs sphinx-build mdbook zola cobalt pelican doxygen pandoc asciidoc asciidoctor-pdf pdflatex xelatex "
    "lualatex latexmk bibtex tectonic plantuml dot gitbook-cli helm kustomize kubectl terraform vault consul packer "
    "antora swagger-codegen openapi-generator openapi-generator-cli flatc thrift capnp buf sqlc gqlgen statik "
    "go-bindata packr packr2 rice pkger msgfmt xgettext convert mogrify ffmpeg inkscape optipng jpegoptim svgo cwebp "
    "fc-cache fontforge woff2_compress mysql psql sqlite3 createdb pg_dump mongoimport zip truncate fallocate iconv"
).split()


def generate(call: Call, root: Root) -> Iterator[Effect]:
    """Text and data below the working directory, or where ``-d`` says."""
    output = call.option("-d", "--destination", "--site-dir")
    if output and not output.text.startswith("-"):
        yield from leaves(root, call.path(output.text), portable(f"{call.name} writes text and data"))
    yield from leaves(
        root, call.cwd, portable(f"{call.name} writes text and data"), *(("public",) if call.cwd == "/" else ())
    )


MODELS = dict.fromkeys(TOOLS, generate)
