"""One output format a file, all from the same findings.

Does not know how findings came about. ``escape.py`` makes a file's text harmless for a terminal.
"""
