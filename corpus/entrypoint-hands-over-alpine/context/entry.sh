#!/bin/sh
set -e
export STARTED=1
exec "$@"
