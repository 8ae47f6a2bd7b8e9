"""``dfix prove``: lets the user's own builder decide whether a finding is true and whether a repair holds.

Nothing else in dfix builds or runs anything. ``builder.py`` has the builders' command lines, ``process.py`` runs them
within a time limit, ``proof.py`` compares findings with what was built, ``session.py`` strings it together,
``report.py`` shows it. Start with ``session.py``.
"""
