"""The language server: the same engine behind an editor.

``server.py`` speaks the protocol; the other files answer its questions about one ``Document``.
Source: Language Server Protocol 3.17.
"""
