"""The libraries of a release of Erlang or Elixir beside those of its virtual machine: OpenSSL's.

The application crypto is a shared object that links libcrypto of the release on which OTP was built (OTP's
"Crypto User's Guide"). Nearly every web application starts it; what a project locks may show that it does not.
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.manifests.mix import locked
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.needs.openssl import openssl_of
from dfix.trace.state.artifact import Artifact, Kind
from dfix.trace.state.root import Root

# Packages that start crypto, or are for what needs it.
WITH_CRYPTO = frozenset(
    "plug_crypto phoenix plug postgrex myxql mint finch hackney gun castore joken jose bcrypt_elixir swoosh".split()
)


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The libcrypto of the builder's release."""
    openssl = openssl_of(artifact)
    if openssl is None or artifact.kind is not Kind.PROGRAM or artifact.made is None:
        return
    listed = locked(builder.read, artifact.made.call.cwd) if builder and builder.context else None
    shown = listed is None or not WITH_CRYPTO.isdisjoint(listed.names)
    sure = Confidence.LIKELY if shown else Confidence.POSSIBLE
    yield Need(openssl.replace("libssl", "libcrypto"), sure, "the application crypto links it")
