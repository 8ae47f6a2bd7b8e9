"""Files that carry Dockerfiles inside: where each stands, and how a changed one is written back.

Knows nothing of what is wrong with them. One file a kind of host; ``embedded.py`` is what they give.
"""

from dfix.hosts.error import HostError
from dfix.hosts.kinds import extract, is_host

__all__ = ["HostError", "extract", "is_host"]
