"""``dfix lock``: what images hold, asked once and kept in ``dfix.lock``, so that an analysis knows it exactly.

``references.py`` lists the images that the project's files name. A store (``archive.py``, ``local.py``,
``registry/``) gives an image's manifest and blobs, ``layers.py`` reads its layers into a root filesystem,
``facts.py`` says what of it is kept, ``file.py`` reads and writes the file. ``run.py`` does all of it; start there.
The reading side, which an analysis uses, is ``dfix/images/lock.py``.
"""
