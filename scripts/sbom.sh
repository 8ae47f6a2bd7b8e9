#!/usr/bin/env bash
# sbom.sh OUT [EXTRAS]: the packages that the wheel brings (with extras such as lsp,review), as CycloneDX in JSON. A
# release publishes it beside the wheel. Needs uv and cyclonedx-bom (python -m pip install uv cyclonedx-bom).
set -euo pipefail
out=$(realpath -m "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
uv build --quiet --wheel --out-dir "$work" .
wheel=$(echo "$work"/dfix-*.whl)
uv venv --quiet "$work/venv"
uv pip install --quiet --python "$work/venv/bin/python" "${wheel}${2:+[$2]}"
cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o "$out" "$work/venv/bin/python"
