"""Comments for a code review: what a change made wrong, on the lines that it changed.

``changes.py`` reads the diff, ``verdict.py`` finds what the change altered, ``comment.py`` words it,
``forges/`` know the interfaces of code forges. Start with ``session.py``.
"""
