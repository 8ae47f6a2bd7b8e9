#!/usr/bin/env bash
# What action.yml runs; its inputs come as variables (MODE, PATHS, ARGS, REPORT, SARIF, BASE).
set -euo pipefail
set -f # blanks part words; nothing in them is a pattern
bin=$RUNNER_TEMP/dfix/bin
[ -d "$bin" ] || bin=$RUNNER_TEMP/dfix/Scripts # on Windows
# Isolated: a workflow's PYTHONPATH may lead to the pull request's own json.py.
dfix() { "$bin/python" -I -m dfix "$@"; }
# shellcheck disable=SC2206 # meant to be split
words=(${ARGS:-} -- ${PATHS:-.})
output() { [ -z "${GITHUB_OUTPUT:-}" ] || printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; }

# check_files OPTIONS…: annotations, the job's summary, a page, and the outputs; the exit code is that of the first run.
check_files() {
  local found=$RUNNER_TEMP/dfix-found.json code=0 counts
  # What is repaired is told here; the runs below see what is left.
  dfix check --exit-zero --quiet "$@" --format json --output-file "$found" "${words[@]}" || true
  dfix check --format github "${words[@]}" || code=$?
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    dfix check --exit-zero --format markdown "${words[@]}" >>"$GITHUB_STEP_SUMMARY" || true
  fi
  if [ -n "${REPORT:-}" ]; then
    # The page takes the paths, and the options that it knows are in dfix.toml.
    # shellcheck disable=SC2086 # meant to be split
    dfix report --output "$REPORT" -- ${PATHS:-.} && output report "$REPORT"
  fi
  if counts=$("$bin/python" -I -c 'import json, sys
files = json.load(open(sys.argv[1], encoding="utf-8"))["files"]
print(*(sum(len(one.get(key) or ()) for one in files) for key in ("findings", "applied")))' "$found"); then
    output findings "${counts% *}"
    output fixed "${counts#* }"
    output json "$found"
  fi
  return $code
}

case ${MODE:-check} in
  check)
    check_files
    ;;
  fix)
    check_files --write
    ;;
  sarif)
    dfix check --exit-zero --format sarif "${words[@]}" >"$SARIF"
    output sarif "$SARIF"
    ;;
  review)
    if [ -z "${BASE:-}" ]; then
      echo "::error title=dfix::mode review works in a pull request only" >&2
      exit 2
    fi
    git fetch --quiet --no-tags origin "$BASE"
    dfix review --base FETCH_HEAD --post "${words[@]}"
    ;;
  *)
    echo "::error title=dfix::mode is check, fix, review or sarif" >&2
    exit 2
    ;;
esac
