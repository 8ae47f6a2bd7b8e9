"""Files that carry Dockerfiles inside: where each stands, and how a changed one is written back.

Knows nothing of what is wrong with them. One file a kind of host; ``embedded.py`` is what they give.
"""

from dfix.hosts.embedded import Embedded, HostError, Part
from dfix.hosts.kinds import extract, is_host

__all__ = ["Embedded", "HostError", "Part", "extract", "is_host"]
