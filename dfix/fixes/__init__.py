"""Strategies that rules share: each yields the fixes for a landing, a stage or a command.

One strategy a file, named after its function; its ``Repair`` is at the top. ``static/`` has a file for each
toolchain, ``translate/`` what puts a whole stage on another image. A strategy does not know which rule calls it;
what it changes in the file it names by the verbs of ``dfix/edit/``.
"""
