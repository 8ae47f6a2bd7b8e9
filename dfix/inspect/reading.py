"""What readers of folders and archives share."""

from dfix.text.pattern import pattern

# What is read in addition to programs and libraries: ld.so.conf(5), musl's search path, os-release(5).
TEXTS = pattern(r"^/(etc/(ld\.so\.conf(\.d/[^/]+\.conf)?|ld-musl-\w+\.path|os-release)|usr/lib/os-release)$")
LONGEST_TEXT = 64 * 1024
