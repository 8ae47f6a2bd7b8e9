"""Neovim, headless, with the recipe of docs/editors.md."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from recipes import BROKEN, FIXED, environment, recipe

pytestmark = pytest.mark.skipif(not shutil.which("nvim"), reason="Neovim is not installed: apt-get install neovim")

# Waits for the findings, asks for a hover and for the repairs, saves, and writes down what it saw.
SESSION = """
local seen = {}
local function ask(method, extra)
  local params = vim.lsp.util.make_position_params(0, "utf-16")
  for key, value in pairs(extra or {}) do params[key] = value end
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 20000) or {}) do
    return answer.result
  end
end
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
seen.before = vim.diagnostic.get(0)
vim.api.nvim_win_set_cursor(0, { 4, 20 })
seen.hover = ask("textDocument/hover")
local found = seen.before[1]
seen.actions = ask("textDocument/codeAction", {
  range = found.user_data.lsp.range or { start = { line = 3, character = 18 }, ["end"] = { line = 3, character = 20 } },
  context = { diagnostics = {} },
})
vim.cmd("write")
vim.wait(20000, function() return #vim.diagnostic.get(0) == 0 end, 20)
seen.after = #vim.diagnostic.get(0)
local out = io.open("seen.json", "w")
out:write(vim.json and vim.json.encode(seen) or vim.fn.json_encode(seen))
out:close()
vim.cmd("quitall!")
"""


def test_findings_hover_repairs_and_repair_on_save(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(BROKEN)
    (tmp_path / "init.lua").write_text(recipe("Neovim", "lua"))
    (tmp_path / "session.lua").write_text(SESSION)
    words = ["nvim", "--headless", "-n", "-i", "NONE", "-u", "init.lua", "Dockerfile", "-c", "luafile session.lua"]
    done = subprocess.run(
        words, cwd=tmp_path, env=environment(tmp_path), stdin=subprocess.DEVNULL,
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "seen.json").exists(), done.stderr.decode()
    seen = json.loads((tmp_path / "seen.json").read_text())
    (found,) = seen["before"]
    assert (found["code"] if "code" in found else found["user_data"]["lsp"]["code"]) == "DF101"
    assert (found["lnum"], found["col"]) == (3, 18)
    assert "built for glibc" in seen["hover"]["contents"]["value"]
    assert "DF101: build with CGO_ENABLED=0" in [action["title"] for action in seen["actions"]]
    assert (tmp_path / "Dockerfile").read_text() == FIXED
    assert seen["after"] == 0
