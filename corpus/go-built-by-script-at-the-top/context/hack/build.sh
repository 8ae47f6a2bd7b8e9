#!/usr/bin/env bash
set -eu
cd "$(git rev-parse --show-toplevel)"
up="$(git rev-parse --show-cdup)" && test -n "$up" && cd "$up"
go build -o _output/app .
