"""Files that carry Dockerfiles inside: where each Dockerfile is, and how a change of it is written back.

Nothing in here judges a Dockerfile. Each kind of host has one file; its ``extract`` returns values of
``embedded.py``.
"""

from dfix.hosts.error import HostError
from dfix.hosts.kinds import extract, is_host, second_objection

__all__ = ["HostError", "extract", "is_host", "second_objection"]
