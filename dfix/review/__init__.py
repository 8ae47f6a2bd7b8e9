"""Comments for a code review: what a change made wrong, said on the lines that it changed.

``changes.py`` reads the diff, ``verdict.py`` finds what the change altered, ``comment.py`` words it,
``services/`` know the hosts' interfaces. Start with ``session.py``.
"""
