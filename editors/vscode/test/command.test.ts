import assert from "node:assert/strict";
import { test } from "node:test";
import { serverProgram, type Surroundings } from "../src/command";

function here(changes: Partial<Surroundings> & { files?: string[] }): Surroundings {
  const files = changes.files ?? [];
  return {
    configured: "",
    folders: ["/w", "/x"],
    isTrusted: true,
    interpreter: "",
    own: "/storage/server-1",
    platform: "linux",
    home: "/home/me",
    isFile: (name) => files.includes(name),
    ...changes,
  };
}

const OWN = "/storage/server-1/bin/dfix";
const SELECTED = { interpreter: "/envs/a/bin/python", files: ["/envs/a/bin/dfix", OWN] };
const WINDOWS = { platform: "win32", folders: ["C:\\w"], own: "C:\\s" } as const;

const cases: [string, Parameters<typeof here>[0], string][] = [
  ["PATH's, where there is no other", {}, "dfix"],
  ["a virtual environment's", { files: ["/x/venv/bin/dfix", OWN] }, "/x/venv/bin/dfix"],
  ["the first folder's", { files: ["/x/.venv/bin/dfix", "/w/venv/bin/dfix"] }, "/w/venv/bin/dfix"],
  ["none of a workspace that is not trusted", { isTrusted: false, files: ["/w/.venv/bin/dfix"] }, "dfix"],
  ["the selected Python's", SELECTED, "/envs/a/bin/dfix"],
  ["the selected Python's on Windows", { ...WINDOWS, interpreter: "C:\\p\\python.exe", files: ["C:\\p\\Scripts\\dfix.exe"] }, "C:\\p\\Scripts\\dfix.exe"],
  ["of a virtual environment there", { ...WINDOWS, interpreter: "C:\\v\\Scripts\\python.exe", files: ["C:\\v\\Scripts\\dfix.exe"] }, "C:\\v\\Scripts\\dfix.exe"],
  ["its own, where the workspace is not trusted", { ...SELECTED, isTrusted: false }, OWN],
  ["its own", { files: [OWN] }, OWN],
  ["what is set", { configured: "/opt/dfix", files: [OWN] }, "/opt/dfix"],
  ["what is set, at home", { configured: "~/bin/dfix" }, "/home/me/bin/dfix"],
  ["what is set, in the workspace", { configured: "${workspaceFolder}/dfix" }, "/w/dfix"],
];

for (const [name, changes, expected] of cases) {
  test(name, () => assert.equal(serverProgram(here(changes)), expected));
}
