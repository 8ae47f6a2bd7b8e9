"""The build context, where there is one: the files that are sent to the builder.

Knows nothing of stages. Start with ``folder.py``.
"""

from dfix.context.folder import FileFact, Folder
from dfix.context.script import Shebang

__all__ = ["FileFact", "Folder", "Shebang"]
