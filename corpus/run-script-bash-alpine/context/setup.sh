#!/usr/bin/env bash
mkdir -p /srv/data
