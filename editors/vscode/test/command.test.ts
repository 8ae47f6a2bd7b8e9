import assert from "node:assert/strict";
import { test } from "node:test";
import { serverProgram, type Surroundings } from "../src/command";

function here(changes: Partial<Surroundings> & { files?: string[] }): Surroundings {
  const files = changes.files ?? [];
  return {
    configured: "",
    folders: ["/w", "/x"],
    isTrusted: true,
    platform: "linux",
    home: "/home/me",
    isFile: (name) => files.includes(name),
    ...changes,
  };
}

const cases: [string, Parameters<typeof here>[0], string][] = [
  ["PATH's, where there is no other", {}, "dfix"],
  ["a virtual environment's", { files: ["/x/venv/bin/dfix"] }, "/x/venv/bin/dfix"],
  ["the first folder's", { files: ["/x/.venv/bin/dfix", "/w/venv/bin/dfix"] }, "/w/venv/bin/dfix"],
  ["none of a workspace that is not trusted", { isTrusted: false, files: ["/w/.venv/bin/dfix"] }, "dfix"],
  ["what is set", { configured: "/opt/dfix", files: ["/w/.venv/bin/dfix"] }, "/opt/dfix"],
  ["what is set, at home", { configured: "~/bin/dfix" }, "/home/me/bin/dfix"],
  ["what is set, in the workspace", { configured: "${workspaceFolder}/dfix" }, "/w/dfix"],
];

for (const [name, changes, expected] of cases) {
  test(name, () => assert.equal(serverProgram(here(changes)), expected));
}
