"""The verbs of changing a Dockerfile: insert, replace and remove an instruction, a command, a word, a flag.

``part`` names a part of the file, ``written`` tells what the author wrote there, ``position`` where a
command stands among others. A verb returns edits and changes nothing; no rule or strategy computes an offset.
"""
