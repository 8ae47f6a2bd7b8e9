"""What a project's manifests and lock files say: one file a language.

Texts go in, names and facts come out; nothing here opens a file. Large lock files are searched as text,
since a full parser would take too long for a save hook.
"""
