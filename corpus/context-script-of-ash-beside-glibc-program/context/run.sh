#!/bin/ash
exec /app
