#!/usr/bin/env bash
# dependency_bounds.sh [TEST...]: the tests of what the dependencies do, with the lowest versions that pyproject.toml
# admits and with the newest. Needs uv (python -m pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tests=("$@")
if [ ${#tests[@]} = 0 ]; then
  tests=(tests/hosts tests/inspect tests/lsp tests/mcp tests/run/test_messages.py tests/review tests/batch tests/manifests tests/config tests/report
    tests/syntax tests/engine tests/test_cli.py tests/test_corpus.py)
fi
for resolution in lowest-direct highest; do
  printf '\n== %s\n' "$resolution"
  uv venv --quiet "$work/$resolution" --python "${PYTHON:-python3}"
  uv pip install --quiet --python "$work/$resolution/bin/python" --resolution "$resolution" ".[test]"
  uv pip list --quiet --python "$work/$resolution/bin/python"
  PYTHONPATH=$PWD "$work/$resolution/bin/python" -m pytest -q -p no:cacheprovider --basetemp="$work/tmp" "${tests[@]}"
done
