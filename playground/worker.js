// Runs dfix: Python by Pyodide, the shell's grammar by web-tree-sitter; all of it comes from this site.
import { loadPyodide } from "./pyodide/pyodide.mjs";
import { Language, Parser } from "./tree-sitter/web-tree-sitter.js";

// A tree as [kinds, fields, numbers]: see dfix/playground/tree.py.
const flat = (tree) => {
  const kinds = new Map(), fields = new Map(), numbers = [];
  const number = (names, name) => {
    if (!names.has(name)) names.set(name, names.size);
    return names.get(name);
  };
  const cursor = tree.walk();
  for (;;) {
    const node = cursor.currentNode;
    const field = cursor.currentFieldName;
    numbers.push(number(kinds, node.type), node.startIndex, node.endIndex, (node.isNamed ? 1 : 0) | (node.hasError ? 2 : 0),
      field ? number(fields, field) + 1 : 0, node.childCount);
    if (cursor.gotoFirstChild() || cursor.gotoNextSibling()) continue;
    let isBack = false;
    while (!isBack && cursor.gotoParent()) isBack = cursor.gotoNextSibling();
    if (!isBack) break;
  }
  cursor.delete();
  return JSON.stringify([[...kinds.keys()], [...fields.keys()], numbers]);
};

const ready = (async () => {
  const here = (name) => new URL(name, import.meta.url).href;
  const python = loadPyodide({ indexURL: here("./pyodide/") });
  await Parser.init({ locateFile: (name) => here(`./tree-sitter/${name}`) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(here("./tree-sitter/tree-sitter-bash.wasm")));
  const parse = (text) => {
    const tree = parser.parse(text);
    const shown = flat(tree);
    tree.delete();
    return shown;
  };
  const pyodide = await python;
  const archive = await (await fetch(here("./dfix.zip"))).arrayBuffer();
  pyodide.unpackArchive(archive, "zip", { extractDir: "/dfix" });
  pyodide.runPython("import sys; sys.path.insert(0, '/dfix')");
  const module = pyodide.pyimport("dfix.playground.judge");
  module.start(parse);
  return module;
})();

addEventListener("message", async ({ data: { id, text, confidence } }) => {
  try {
    const module = await ready;
    postMessage({ id, answer: JSON.parse(module.judge(text, confidence)) });
  } catch (error) {
    postMessage({ id, answer: { error: `dfix failed: ${error.message ?? error}`, html: "", findings: [] } });
  }
});
ready.then(() => postMessage({ ready: true }), (error) => postMessage({ failed: String(error.message ?? error) }));
