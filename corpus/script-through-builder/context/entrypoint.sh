#!/usr/bin/env bash
exec /app
