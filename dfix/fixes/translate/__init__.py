"""Translate a stage's commands to another distribution, whole or not at all.

``stage.py`` walks the commands; ``packages.py`` reads and writes the package managers, ``users.py``
users and groups, ``system.py`` what is left: locales, caches, shells.
"""
