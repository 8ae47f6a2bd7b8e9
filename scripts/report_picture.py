"""Takes docs/pictures/report.png, a picture of a report about three corpus cases: `python scripts/report_picture.py`.

Needs Chromium (`chromium` on PATH). The page is that of `dfix report`; the picture is of its first screen.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from dfix.cli import main

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "pictures" / "report.png"
CASES = {"api": "go-net-http-alpine", "tool": "rust-alpine", "web": "node-modules-bcrypt"}
FLAGS = "--headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 --window-size=1200,900"


def take() -> None:
    """Write the page into a temporary directory and take its picture."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no chromium is installed")
    with TemporaryDirectory() as folder:
        for name, case in CASES.items():
            Path(folder, name).mkdir()
            shutil.copy(ROOT / "corpus" / case / "Dockerfile", Path(folder, name))
        page = Path(folder, "report.html")
        shown = CliRunner().invoke(main, ["report", "--isolated", "--output", str(page), folder])
        text = page.read_text(encoding="utf-8").replace(f"{folder}/", "")
        page.write_text(text, encoding="utf-8")
        if shown.exit_code:
            sys.exit(shown.output)
        call = [browser, *FLAGS.split(), f"--screenshot={PICTURE}", page.as_uri()]
        subprocess.run(call, check=True, capture_output=True)
    sys.stdout.write(f"wrote {PICTURE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    take()
