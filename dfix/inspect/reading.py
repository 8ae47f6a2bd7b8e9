"""What readers of folders and archives share."""

from dfix.text.pattern import pattern

# What loaders read besides programs and libraries: ld.so.conf(5), and musl's search path.
LOADER_TEXTS = pattern(r"^/etc/(ld\.so\.conf(\.d/[^/]+\.conf)?|ld-musl-\w+\.path)$")
LONGEST_TEXT = 64 * 1024
