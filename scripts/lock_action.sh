#!/usr/bin/env bash
# Writes scripts/action-requirements.txt anew: the packages that action.yml installs, each by version and hash, for
# every Python and platform that dfix runs on. Needs uv (python -m pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What builds dfix itself is installed by hash too.
sed -n 's/^requires = \[\(.*\)\]$/\1/p' pyproject.toml | tr -d '" ' | tr ',' '\n' >"$work/build.in"
uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-header --no-annotate \
  --extra review pyproject.toml "$work/build.in" -o "$work/locked"
{
  echo "# Written by scripts/lock_action.sh."
  cat "$work/locked"
} >scripts/action-requirements.txt
