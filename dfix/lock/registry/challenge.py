"""What a registry asks for in ``WWW-Authenticate``, and the token that answers it.

Sources: RFC 9110, "Authentication"; the distribution project's "Token Authentication Specification" and "OAuth2 Token
Authentication".
"""

from dfix.text.pattern import pattern
from dfix.values import NamedTuple

PARAMETER = pattern(r'([A-Za-z_]+)="((?:[^"\\]|\\.)*)"|([A-Za-z_]+)=([^\s,"]+)')
LONGEST = 8_192


class Challenge(NamedTuple):
    """``scheme`` is ``bearer`` or ``basic``; the others are where a token is given, for what, for whom."""

    scheme: str
    realm: str = ""
    service: str = ""
    scope: str = ""


def challenge_of(header: str) -> Challenge | None:
    """The challenge in a header; None for a scheme that dfix does not know."""
    scheme, _, rest = header[:LONGEST].strip().partition(" ")
    if scheme.lower() not in ("bearer", "basic"):
        return None
    told = {(match[1] or match[3]).lower(): match[2] if match[1] else match[4] for match in PARAMETER.finditer(rest)}
    return Challenge(scheme.lower(), told.get("realm", ""), told.get("service", ""), told.get("scope", ""))
