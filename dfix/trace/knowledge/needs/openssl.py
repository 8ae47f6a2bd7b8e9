"""Which OpenSSL a program is linked with."""

from dfix.trace.state.artifact import Artifact


def openssl_of(artifact: Artifact) -> str | None:
    """The soname of OpenSSL on the release that the program was built on; None where that is not known."""
    release = artifact.abi.release if artifact.abi else None
    return release.libssl if release else None
