#!/usr/bin/env bash
# What action.yml installs, in a virtual environment apart from the project's packages (PYTHON, VERSION, RUNNER_TEMP,
# GITHUB_ACTION_PATH): `key` prints the name of the cache, `install` installs.
set -euo pipefail
requirements=$GITHUB_ACTION_PATH/scripts/action-requirements.txt
if ! [[ ${VERSION:-} =~ ^[0-9A-Za-z.]*$ ]]; then
  echo "::error title=dfix::version is a release such as 0.1.0" >&2
  exit 2
fi

case $1 in
  key)
    "$PYTHON" -I -c 'import hashlib, sys
text = open(sys.argv[1], "rb").read() + sys.argv[2].encode()
print("key=" + "-".join(map(str, sys.version_info[:2])) + "-" + hashlib.sha256(text).hexdigest()[:16])' \
      "$requirements" "${VERSION:-}"
    ;;
  install)
    "$PYTHON" -I -m venv "$RUNNER_TEMP/dfix"
    bin=$RUNNER_TEMP/dfix/bin
    [ -d "$bin" ] || bin=$RUNNER_TEMP/dfix/Scripts # on Windows
    export PIP_CACHE_DIR=$RUNNER_TEMP/dfix-pip
    pip() { "$bin/python" -I -m pip install --quiet --disable-pip-version-check "$@"; }
    if [ -n "${VERSION:-}" ]; then
      pip "dfix[review]==$VERSION"
    else
      # Every package by version and hash, what builds dfix too; then dfix itself, which fetches nothing more.
      pip --require-hashes -r "$requirements"
      pip --no-index --no-deps --no-build-isolation "$GITHUB_ACTION_PATH"
    fi
    ;;
esac
