"""dfix in a browser: the analysis of one text under Pyodide, with web-tree-sitter for the shell.

``tree.py`` makes the trees of web-tree-sitter those of the package ``tree_sitter``; ``judge.py`` answers for the page.
``playground/`` has the page itself.
"""
