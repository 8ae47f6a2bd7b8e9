"""Emacs with Eglot and the recipe of docs/editors.md."""

import shutil
import subprocess
from pathlib import Path

import pytest
from recipes import BROKEN, FIXED, environment, recipe

SESSION = """
(unless (fboundp 'dockerfile-mode) (define-derived-mode dockerfile-mode prog-mode "Dockerfile"))
(add-to-list 'auto-mode-alist '("Dockerfile\\\\'" . dockerfile-mode))
(setq make-backup-files nil create-lockfiles nil eglot-sync-connect t)
(load (expand-file-name "recipe.el"))
(defun wait-for (test)
  (let ((tries 0))
    (while (and (not (funcall test)) (< tries 400)) (accept-process-output nil 0.05) (setq tries (1+ tries)))))
(find-file "Dockerfile")
(run-hooks 'post-command-hook)
(wait-for (lambda () (eglot-current-server)))
(flymake-mode 1)
(wait-for (lambda () (flymake-diagnostics)))
(let ((found (mapcar (lambda (one) (format "%d|%s\\n" (line-number-at-pos (flymake-diagnostic-beg one))
                                           (flymake-diagnostic-text one))) (flymake-diagnostics))))
  (goto-char (point-max))
  (set-buffer-modified-p t)
  (save-buffer)
  (with-temp-file "seen.txt" (mapc #'insert found)))
(kill-emacs 0)
"""


def has_eglot() -> bool:
    if not shutil.which("emacs"):
        return False
    words = ["emacs", "--batch", "--eval", "(require 'eglot)"]
    return subprocess.run(words, capture_output=True, check=False, timeout=60).returncode == 0


@pytest.mark.skipif(not has_eglot(), reason="Emacs with Eglot is not installed: apt-get install emacs-nox elpa-eglot")
def test_findings_and_repair_on_save(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(BROKEN)
    (tmp_path / "recipe.el").write_text(recipe("Emacs", "elisp"))
    (tmp_path / "session.el").write_text(SESSION)
    done = subprocess.run(
        ["emacs", "--batch", "-l", "session.el"], cwd=tmp_path, env=environment(tmp_path),
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "seen.txt").exists(), done.stderr.decode()
    (line,) = (tmp_path / "seen.txt").read_text().splitlines()
    assert line.startswith("4|dfix [DF101]: `/app` cannot start in the final stage")
    assert (tmp_path / "Dockerfile").read_text() == FIXED
