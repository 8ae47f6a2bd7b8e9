"""Bundlers, frameworks and task runners of JavaScript: their products are text."""

from collections.abc import Iterator

from dfix.trace.commands import model
from dfix.trace.knowledge.javascript import writes_text
from dfix.trace.state.call import Call
from dfix.trace.state.effect import Effect
from dfix.trace.state.root import Root

TOOLS = (
    "ng webpack webpack-cli vite rollup parcel tsc esbuild swc babel next nuxt nuxi gatsby ember vue vue-cli-service "
    "react-scripts gulp grunt brunch browserify svelte-kit astro remix nest docusaurus vuepress gitbook hexo eleventy "
    "eleventy bower lerna nx turbo rush jest mocha eslint tslint prettier sass node-sass stylus lessc postcss "
    "tailwindcss uglifyjs terser elm elm-make elm-app purs spago shadow-cljs polymer ionic cordova expo quasar stencil "
    "storybook build-storybook aurelia au meteor jake broccoli snowpack wmr redoc-cli typedoc jsdoc apidoc aglio"
).split()
RUNNERS = ("npx", "pnpx", "bunx", "yarnx")
WITH_VALUE = ("-p", "--package", "-c", "--call")
# Tools that make or bring programs, not text.
OTHERS = frozenset({"pkg", "nexe", "caxa", "boxednode", "postject", "playwright"})


def build(call: Call, root: Root) -> Iterator[Effect]:
    """Text below the working directory."""
    yield from writes_text(call, root, call.cwd)


def run(call: Call, root: Root) -> Iterator[Effect]:
    """``npx tool``: what the tool itself does; one that is not known writes text, as most do."""
    operands = list(call.operands(*WITH_VALUE))
    if not operands:
        return
    name = operands[0].text.split("@")[0] or operands[0].text
    position = call.args.index(operands[0])
    tool = model(name) if name in OTHERS else build
    if tool:
        yield from tool(call._replace(name=name, args=call.args[position + 1 :]), root)


MODELS = {**dict.fromkeys(TOOLS, build), **dict.fromkeys(RUNNERS, run)}
