"""Whose certificates are trusted, and by which ones dfix says who it is.

Source: docker's "Verify repository client with certificates" (certs.d: ``*.crt``, and pairs of ``*.cert`` and
``*.key``), which podman reads too.
"""

import os
import ssl

from dfix.lock.error import LockError

CERTIFICATES = ("/etc/docker/certs.d", "/etc/containers/certs.d", "~/.config/containers/certs.d")


def trusted(host: str, files: tuple[str, ...]) -> ssl.SSLContext:
    """The system's certificates, docker's for this registry, and those of the files.

    Raises:
        LockError: a file of certificates cannot be read.
    """
    import certifi

    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    folder = host.partition("/")[0]
    for path in (*_listed(folder, ".crt"), *files):
        _trust(context, path)
    for path in _listed(folder, ".cert"):
        _introduce(context, path, f"{path.removesuffix('.cert')}.key")
    return context


def _trust(context: ssl.SSLContext, path: str) -> None:
    try:
        context.load_verify_locations(path)
    except (OSError, ssl.SSLError) as error:
        raise LockError(f"{path} holds no certificates: {error}") from None


def _introduce(context: ssl.SSLContext, certificate: str, key: str) -> None:
    """Show a certificate of the user's where the registry asks for one; a key with a password is none."""
    try:
        context.load_cert_chain(certificate, key, password="")
    except (OSError, ssl.SSLError, ValueError) as error:
        raise LockError(f"{certificate} and {key} are no certificate with its key: {error}") from None


def _listed(host: str, ending: str) -> list[str]:
    """The files for a registry that end so."""
    if host in ("", ".", ".."):
        return []
    found: list[str] = []
    for folder in CERTIFICATES:
        place = os.path.join(os.path.expanduser(folder), host)
        try:
            names = sorted(os.listdir(place))
        except OSError:
            continue
        found += [os.path.join(place, name) for name in names if name.endswith(ending)]
    return found
