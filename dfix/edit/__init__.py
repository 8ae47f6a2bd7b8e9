"""The verbs of changing a Dockerfile: insert, replace and remove an instruction, a command, a word, a flag.

Each returns edits and changes nothing; no rule or strategy computes an offset.
"""
