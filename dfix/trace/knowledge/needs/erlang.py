"""What a release of Erlang or Elixir needs: OpenSSL, and a C++ runtime as new as that of its virtual machine.

The application crypto is a shared object that links libcrypto of the release on which OTP was built (OTP's
"Crypto User's Guide"). Nearly every web application starts it; what a project locks may show that it does not.
Since OTP 24 the virtual machine has a compiler in C++, which GCC 11 and later build with a name of GLIBCXX_3.4.29
(erlef/docker-elixir, issue 41).
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.images import Image
from dfix.images.cxx_runtime import gcc_of
from dfix.manifests.mix import locked
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.needs.openssl import openssl_of
from dfix.trace.state.artifact import Artifact, Kind
from dfix.trace.state.root import Root

# Packages that start crypto, or are for what needs it.
WITH_CRYPTO = frozenset(
    "plug_crypto phoenix plug postgrex myxql mint finch hackney gun castore joken jose bcrypt_elixir swoosh".split()
)


ARRAYS, SINCE_GCC = "GLIBCXX_3.4.29", 11
# The image of OTP, and of an Elixir that comes on OTP 24 or later.
OTP = pattern(r"(?:^|erlang-)(?P<otp>\d{2})\b")
ELIXIR, ELIXIR_ON_24 = pattern(r"^1\.(\d+)"), 13
OTP_WITH_COMPILER = 24


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """The libcrypto of the builder's release, and the C++ runtime's symbols of its GCC."""
    if artifact.kind is not Kind.PROGRAM or artifact.made is None:
        return
    gcc = gcc_of(builder.image) if builder and builder.image else None
    if builder and builder.image and gcc and gcc[0] >= SINCE_GCC and _has_compiler(builder.image):
        because = f"its virtual machine has a compiler in C++, built with gcc {gcc[0]}"
        yield Need("libstdc++.so.6", Evidence.KNOWN_RUNTIME.sure, because, ARRAYS)
    openssl = openssl_of(artifact)
    if openssl is None:
        return
    listed = locked(builder.read, artifact.made.call.cwd) if builder and builder.context else None
    shown = listed is None or not WITH_CRYPTO.isdisjoint(listed.names)
    sure = (Evidence.PROJECT_FILE if shown else Evidence.PROJECT_FILE_UNSEEN).sure
    yield Need(openssl.replace("libssl", "libcrypto"), sure, "the application crypto links it")


def _has_compiler(image: Image) -> bool:
    """Whether the image of a builder surely has OTP 24 or later."""
    name, tag = image.reference.path.rpartition("/")[2], image.reference.tag or ""
    if name == "elixir" and (version := ELIXIR.match(tag)) and "erlang-" not in tag:
        return int(version[1]) >= ELIXIR_ON_24
    otp = OTP.search(tag) if name in ("erlang", "elixir") else None
    return otp is not None and int(otp["otp"]) >= OTP_WITH_COMPILER
