"""One call of the program: files found, judged, repaired, written, and reported.

Knows the terminal and the disk; does not know what is wrong with a Dockerfile. Start with ``command.py``.
"""
