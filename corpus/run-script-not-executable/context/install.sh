#!/bin/sh
echo "@VERSION@" > /etc/app-version
