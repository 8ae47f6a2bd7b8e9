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
