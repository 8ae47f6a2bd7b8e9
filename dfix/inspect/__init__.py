"""``dfix inspect``: what the ELF files of a folder or an image archive need, and whether their root offers it.

Nothing is executed, unpacked or written. ``tree.py`` is the root filesystem, ``folder.py`` and
``archive.py`` read one, ``judge.py`` judges, ``table.py`` shows. Start with ``tree.py``.
"""
