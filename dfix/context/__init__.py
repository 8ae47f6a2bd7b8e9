"""What the build context tells when it is there: the files beside the Dockerfile.

Knows nothing of stages. Start with ``folder.py``.
"""

from dfix.context.folder import FileFact, Folder

__all__ = ["FileFact", "Folder"]
