#!/usr/bin/env bash
# What action.yml runs; its inputs come as variables (MODE, PATHS, ARGS, SARIF, BASE).
set -euo pipefail
set -f # blanks part words; nothing in them is a pattern
# Isolated: a workflow's PYTHONPATH may lead to the pull request's own json.py.
dfix() { ${DFIX:-"$RUNNER_TEMP/dfix/bin/python" -I -m dfix} "$@"; }
# shellcheck disable=SC2206 # meant to be split
words=(${ARGS:-} -- ${PATHS:-.})

case ${MODE:-check} in
  check)
    code=0
    dfix check --format github "${words[@]}" || code=$?
    # The summary on the job's page.
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
      dfix check --exit-zero --format markdown "${words[@]}" >>"$GITHUB_STEP_SUMMARY" || true
    fi
    exit $code
    ;;
  sarif)
    dfix check --exit-zero --format sarif "${words[@]}" >"$SARIF"
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
    echo "::error title=dfix::mode is check, review or sarif" >&2
    exit 2
    ;;
esac
