#!/bin/ash
exec sleep 1
