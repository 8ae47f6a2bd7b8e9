import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const OWN = new Set(["path", "fixOnSave", "trace.server"]);
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const properties: Record<string, { enum?: string[] }> = manifest.contributes.configuration.properties;
const schema = JSON.parse(execFileSync(process.env["DFIX"] ?? "dfix", ["schema", "config"], { encoding: "utf8" }));

test("each setting is one of dfix.toml, with its choices", () => {
  for (const [name, property] of Object.entries(properties)) {
    const key = name.replace(/^dfix\./, "");
    if (OWN.has(key)) {
      continue;
    }
    assert.ok(key in schema.properties, key);
    assert.deepEqual(property.enum?.filter(Boolean), schema.properties[key].enum, key);
  }
});

test("what a marketplace shows is there, and is packed", () => {
  assert.match(manifest.repository.url, /^https:\/\//);
  const icon = readFileSync(manifest.icon);
  assert.deepEqual([...icon.subarray(1, 4)], [...Buffer.from("PNG")]);
  assert.ok(icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(20) >= 128);
  assert.match(readFileSync("CHANGELOG.md", "utf8"), new RegExp(`^## ${manifest.version.replaceAll(".", "\\.")}\\b`, "m"));
  const packed = readFileSync(".vscodeignore", "utf8");
  for (const name of ["icon.png", "CHANGELOG.md", "README.md", "LICENSE", "out/extension.js"]) {
    assert.ok(packed.includes(`!${name}\n`), name);
  }
});

test("it belongs to the dfix beside it", () => {
  const own = readFileSync("../../dfix/__init__.py", "utf8");
  assert.ok(own.includes(`__version__ = "${manifest.version}"`));
});
