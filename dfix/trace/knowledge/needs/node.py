"""The libraries that Node's packages need of the system: Prisma's engine, a browser that Puppeteer downloads, addons.

Prisma's engine links OpenSSL. ``@prisma/get-platform`` looks which one is there when the client is generated and again
when it starts, and takes 1.1 for granted where it finds none. On musl it knows OpenSSL 3 from 4.8 on. Before 6.1 it
looks for it in /lib only, where Alpine 3.21 has none any more (prisma#25817); there the program ``openssl`` tells.
Version 7 has no engine. Sources: the code of 4.13, 5.22, 6.0 and 6.1; prisma#16553. Puppeteer's troubleshooting page
names the libraries of Chrome.
"""

from collections.abc import Iterator

from dfix.evidence import Evidence
from dfix.images import Libc, version_key
from dfix.manifests.node import Version, direct_packages, version_of
from dfix.text.paths import join_path
from dfix.trace.knowledge.needs import packages
from dfix.trace.knowledge.needs.downloads import libraries_of
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.knowledge.prisma import CLIENT, has_no_engine, schemas
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root

SKIPS_BROWSER = ("PUPPETEER_SKIP_DOWNLOAD", "PUPPETEER_SKIP_CHROMIUM_DOWNLOAD", "PUPPETEER_EXECUTABLE_PATH")
BROWSER_FILES = (".puppeteerrc.cjs", ".puppeteerrc.js", ".puppeteerrc", "puppeteer.config.cjs", "puppeteer.config.js")
# Where Puppeteer downloads Chrome from, by the end of the URL.
CHROME = "chrome-linux64"


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What an environment's packages look for."""
    yield from packages.needs(artifact, builder)
    environment, made = artifact.environment, artifact.made
    if environment is None or made is None or builder is None:
        return
    if CLIENT in environment.names:
        yield from _prisma(artifact, made.call, builder)
    if "puppeteer" in environment.names:
        yield from _puppeteer(made.call, builder)


def _prisma(artifact: Artifact, call: Call, builder: Root) -> Iterator[Need]:
    """OpenSSL, of the version for which the engine was chosen."""
    version = version_of(builder.read, call.cwd, CLIENT)
    texts = list(schemas(builder, call.cwd))
    if "--no-engine" in call.script.text or has_no_engine(version, texts):
        return
    soname = builder.release.libssl if builder.release else None
    because = "Prisma's engine links OpenSSL"
    if artifact.abi and artifact.abi.libc is Libc.MUSL and version and _takes_openssl_1(version, builder):
        soname, because = (
            "libssl.so.1.1",
            "Prisma's engine for musl links OpenSSL 1.1 where its own version finds no other",
        )
    if soname:
        is_asked_for = bool(texts) or CLIENT in direct_packages(builder.read, call.cwd)
        sure = (Evidence.PROJECT_FILE if version and is_asked_for else Evidence.PROJECT_FILE_UNSEEN).sure
        yield Need(soname, sure, because, package=CLIENT, ready_made=True)


def _takes_openssl_1(version: Version, builder: Root) -> bool:
    """Whether a version of Prisma takes the engine for OpenSSL 1.1 on an Alpine with OpenSSL 3."""
    alpine = version_key(builder.release.version) if builder.release and builder.release.version else (0,)
    is_moved = alpine >= (3, 21) and version < (6, 1) and "openssl" not in builder.packages
    return alpine >= (3, 17) and (version < (4, 8) or is_moved)


def _puppeteer(call: Call, builder: Root) -> Iterator[Need]:
    """Chrome's libraries, where the package is one that the project itself asks for, and its browser is downloaded."""
    if any(call.env.get(name) for name in SKIPS_BROWSER):
        return
    if any(builder.read(join_path(call.cwd, name)) is not None for name in BROWSER_FILES):
        return
    is_direct = "puppeteer" in direct_packages(builder.read, call.cwd) or any(
        text == "puppeteer" or text.startswith("puppeteer@") for text in call.texts
    )
    for soname in libraries_of(CHROME) if is_direct else ():
        because = "the browser that puppeteer downloads needs it"
        yield Need(soname, Evidence.PROJECT_FILE.sure, because, package="puppeteer", ready_made=True)
