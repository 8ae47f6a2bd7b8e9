#!/bin/sh
echo 1.2 > /etc/app-version
