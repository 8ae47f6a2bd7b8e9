"""The build context, where there is one: the files that are sent to the builder.

Knows nothing of stages. Start with ``folder.py``.
"""

from dfix.context.folder import FileFact, Folder

__all__ = ["FileFact", "Folder"]
