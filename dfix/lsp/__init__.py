"""The language server: the same engine behind an editor.

``server.py`` keeps the open documents, ``features.py`` answers the questions of the protocol; the other files find
the answers in one ``Document``.
Source: Language Server Protocol 3.17.
"""
