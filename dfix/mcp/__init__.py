"""The server of the Model Context Protocol: dfix as tools of a coding agent; ``tools.py`` is what they do."""
