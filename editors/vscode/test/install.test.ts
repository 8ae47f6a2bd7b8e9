import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, test } from "node:test";
import { install, isServer, pythons, runner, usablePython } from "../src/install";
import { activate } from "../src/extension";
import { started } from "./stub/client";
import { commands_, shown, state } from "./stub/vscode";

// A Python that makes environments of itself, and whose pip puts a dfix beside it; it notes what it is asked.
const PYTHON = `#!/bin/sh
echo "$0 $*" >> "$NOTES"
case "$*" in
  *"-m venv"*) for folder; do :; done; mkdir -p "$folder/bin"; cp "$0" "$folder/bin/python" ;;
  *"-m pip install"*) [ -z "$BROKEN" ] || { echo "no matching distribution"; exit 1; }
    printf '#!/bin/sh\\n' > "\${0%/*}/dfix"; chmod +x "\${0%/*}/dfix" ;;
esac
`;

let folder = "";
const notes = (): string => (existsSync(path.join(folder, "notes")) ? readFileSync(path.join(folder, "notes"), "utf8") : "");
const storage = (): string => path.join(folder, "storage");
const context = (): never =>
  ({
    subscriptions: [],
    globalStorageUri: { fsPath: storage() },
    extension: { packageJSON: { version: "1.2.3" } },
  }) as never;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "dfix-vscode-"));
  mkdirSync(path.join(folder, "bin"));
  writeFileSync(path.join(folder, "bin", "python3"), PYTHON);
  chmodSync(path.join(folder, "bin", "python3"), 0o755);
  process.env["NOTES"] = path.join(folder, "notes");
  process.env["PATH"] = `${path.join(folder, "bin")}:/usr/bin:/bin`;
  delete process.env["BROKEN"];
  Object.assign(state, { path: "", python: "", answer: undefined, trusted: true });
  shown.length = started.length = 0;
});

test("nothing is installed unless the user says so", async () => {
  await activate(context());
  assert.match(shown[0] ?? "", /^dfix is not installed\. Install dfix\[lsp\]==1\.2\.3 with pip/);
  assert.equal(notes(), "");
  assert.deepEqual(started, []);
  assert.ok(!existsSync(storage()));
});

test("what is installed is of the extension's version, in its own folder, and is started", async () => {
  mkdirSync(path.join(storage(), "server-1.0.0"), { recursive: true });
  state.answer = "Install";
  await activate(context());
  const own = path.join(storage(), "server-1.2.3");
  assert.match(notes(), new RegExp(`-m venv --clear ${own}\n`));
  assert.match(notes(), /-m pip install .*dfix\[lsp\]==1\.2\.3\n/);
  assert.deepEqual(started, [`${own}/bin/dfix lsp`]);
  assert.ok(!existsSync(path.join(storage(), "server-1.0.0")));
  shown.length = 0;
  await activate(context());
  assert.deepEqual(shown, []);
});

test("what fails is told, and leaves nothing", async () => {
  process.env["BROKEN"] = "1";
  state.answer = "Install";
  await activate(context());
  assert.match(shown[1] ?? "", /dfix was not installed: .*ended with 1: no matching distribution/);
  assert.ok(!existsSync(path.join(storage(), "server-1.2.3")));
  assert.deepEqual(started, []);
});

test("a path that is set is not replaced without being asked", async () => {
  state.path = "/nowhere/dfix";
  state.answer = "Set dfix.path";
  await activate(context());
  assert.match(shown[0] ?? "", /^\/nowhere\/dfix is no dfix with a language server/);
  assert.equal(shown[1], "command workbench.action.openSettings");
});

test("the selected Python makes the environment", async () => {
  state.python = path.join(folder, "other", "python");
  mkdirSync(path.dirname(state.python));
  writeFileSync(state.python, PYTHON);
  chmodSync(state.python, 0o755);
  await activate(context());
  await commands_["dfix.install"]?.();
  assert.ok(notes().startsWith(`${state.python} -I -c`));
  assert.equal(started.length, 1);
});

test("a Python that is missing or old is passed over", async () => {
  const asked: string[] = [];
  const run = (program: string): Promise<string> => {
    asked.push(program);
    return program === "python" ? Promise.resolve("") : Promise.reject(new Error("no"));
  };
  assert.deepEqual(await usablePython(pythons("/old/python", "win32"), run), ["python"]);
  assert.deepEqual(asked, ["/old/python", "py", "python"]);
  assert.equal(await usablePython([["x"]], () => Promise.reject(new Error("no"))), undefined);
});

test("a real dfix is installed by a real pip", { skip: !process.env["DFIX_WHEEL"], timeout: 300_000 }, async () => {
  const program = await install(
    {
      requirement: `dfix[lsp] @ file://${process.env["DFIX_WHEEL"]}`,
      folder: path.join(folder, "server"),
      python: [process.env["PYTHON"] ?? "/usr/bin/python3"],
      platform: process.platform,
    },
    runner(() => undefined),
  );
  assert.ok(await isServer(program, runner(() => undefined)));
});
