"""A program, or a language's package, lands or is installed where a library that it needs is missing.

## Why
A C++ program needs `libstdc++.so.6` and `libgcc_s.so.1`, a Rust program for glibc needs `libgcc_s.so.1`. The builder has them with its compiler, the small runtime images do not: `alpine` holds neither, nor does distroless `base` (`cc` does). A release of Elixir or Erlang brings a virtual machine that needs libstdc++ from OTP 24 on, and the terminal's library.

A program linked with OpenSSL needs the soname of its builder's release: `libssl.so.1.1` up to Debian 11 and Ubuntu 20.04, `libssl.so.3` later. `debian:bookworm` has none at all; Debian 11 and 13 have their own. Cargo.lock says which Rust programs link OpenSSL and other libraries (the crates `openssl-sys`, `pq-sys` …); without that file, what Cargo.toml itself names (`openssl`, `diesel` with `postgres`, `reqwest` before 0.13 with its default features). Without sources to name the crate, and by `libssl-dev` among the builder's packages beside a manifest that asks for no such crate, it is only *possible*. For C and C++ it is what the compiler is told to link: `-lpq`, `$(pkg-config --libs libpq)`, `-fopenmp`. Where a project's own build files decide (CMake, Meson, autoconf, makefiles in the build context), or `./configure --with-openssl`, a library that they name is needed if the builder has it to link with; a development package alone makes it possible. ggml, llama.cpp and whisper.cpp use OpenMP unless they are told not to, also as a submodule whose files are not there.

A build makes shared libraries itself, too: those of its own project (`add_library(… SHARED)`, `shared_library`, `lib_LTLIBRARIES`), if each of its programs links them, and those that the builder installs from source, if the program links one of the source's name. They stay behind where only the program is copied, and no package brings them.

The soname is that of the builder's release: Boost, ICU or protobuf of another release is another library. `libboost_filesystem.so.1.74.0` of Debian 12 is not on Debian 13, which has 1.83.

Some packages of Python and Ruby are compiled wherever they are installed, because nobody publishes them ready-made for Linux: `psycopg2` and `pg` against libpq, `mysqlclient` and `mysql2` against MariaDB's client library (MySQL's on Ubuntu), `llama-cpp-python` with OpenMP. The full images of Python and Ruby have these libraries, the slim images and Alpine's do not.

Other packages are published with native parts that look for libraries of the system: `opencv-python` for libGL, `lightgbm` for libgomp, `pyodbc` for libodbc. Some have no native parts, and open a library by its name: `python-magic`, `weasyprint` (Pango), `cairosvg`, `pyzbar`, `psycopg` without its extra `binary`; so does GeoDjango (`django.contrib.gis` in the settings) with GDAL and GEOS. Nothing fails when they are installed; the first import does. Packages that depend on one of these, as `ultralytics` on `opencv-python`, need the same. The names come from the command, from requirements and lock files, and without a lock file from what the project itself declares (pyproject.toml with its extras and groups, Poetry's tables, setup.py, setup.cfg, Pipfile). Prisma's engine links OpenSSL, which the slim image of Node on Debian 12 lacks; on Alpine 3.21 a version before 6.1 finds no OpenSSL 3 and asks for 1.1. The browsers that Puppeteer and `playwright install` download look for libnss3 and more.

A program that is copied out of an image needs the libraries that its package depends on: `psql` of `postgres:16` needs libpq, Debian's `jq` needs libjq. Only the program is copied, the libraries stay behind. A library that is copied by its name needs its own libraries in turn: Debian's `libpcap.so.0.8` links libdbus.

A C++ program also asks for symbol versions of libstdc++, by the GCC that built it. From GCC 13.2 on, a program that includes `<iostream>` asks for `GLIBCXX_3.4.32`, which the library of Debian 12 does not define. The images `gcc:N` have their own newer library in `/usr/local/lib64`, the runtime images have not. musl's loader does not read versions, but the symbol itself is missing in an older Alpine's library.

A shared library of PHP, an extension, needs the libraries that it was compiled against: `gd` libpng, `intl` ICU, `zip` libzip. They go with a `-dev` package that is removed after the build, and do not come with a copied directory of extensions. Go programs link the libraries of the modules that they import through cgo, and those that their own `#cgo` lines name.

Where a project is downloaded, the development packages of its build are the only sign of what it links: if the runtime has none of their libraries, at least one is *likely* missing. Of each package the library that it is named after counts; what is for generators of code or mostly of headers does not.

Swift's programs need Swift's own libraries, which its slim images hold, and curl or libxml2 where the sources import FoundationNetworking or FoundationXML; Haskell's need GMP, and what the bindings among their dependencies link; OCaml's need what the packages link that their `dune` files, opam files and locks name (`ssl`, `zarith`, `ctypes-foreign`, `dream`, the drivers of Caqti); Nim's open PCRE, OpenSSL or a database's client by the modules that they import; Crystal's need libgcc, PCRE2 and, before 1.15, libevent; native images of GraalVM need zlib; a self-contained .NET program looks for ICU, unless its project or `DOTNET_SYSTEM_GLOBALIZATION_INVARIANT` tells it to do without; programs that contain the runtime of Bun or .NET need the C++ runtime on musl; releases of Elixir need libcrypto. Java's AWT reads fonts through fontconfig, System.Drawing.Common draws with libgdiplus, SkiaSharp's library links fontconfig, SQL Server's client for .NET refuses to work without ICU, XGBoost and LightGBM for Java use OpenMP: the project's files show where one is used. An `ENV` that turns .NET's invariant mode off asks for ICU wherever the image's own .NET starts.

A program that needs a newer glibc as well (DF103) is judged too: its loader looks for the libraries before it compares versions. What the stage has in another version is left to DF103, since the release is what is wrong.

A library is *likely* absent where a package is installed of which nothing is recorded, if few packages bring that library and the name does not speak of it. A command that dfix does not read leaves it likely too, unless its words speak of installing.

What Python opens when a package is imported is only *possibly* missed where none of the project's sources that are in the image imports the package, the command that installs it does not name it, and it is not the only driver of a database. Of Node's packages the same holds for one that another package brings.

The program then fails with `Error loading shared library libstdc++.so.6`, or `error while loading shared libraries`.

## Fix safety
Installing the library's package is safe: nothing that works today depends on its absence. A copy of libraries that the build makes is unsafe: what they need in turn must be there too. Another base image is unsafe, and so is building on another release, which is the cure where the release has the library in another version only. So are an older GCC and `-static-libstdc++`: that one needs newer symbols of glibc, so it is offered only where glibc is no older, and a program that links other C++ libraries has two runtimes then.

## Sources
GCC's "ABI Policy and Guidelines" for the newest version of each release; `readelf -V` of programs built with g++ 10, 12 and 14. The images' package lists, compared with root filesystems by `scripts/bare_libraries.py`; GCC's manual, `-static-libstdc++`; the build script of openssl-sys; phoenixframework/phoenix#4334 for OTP 24. Measured with g++ 12 and rustc on distroless base and cc; a program linked with OpenSSL 3 in root filesystems of Debian 12 (it exits with status 127) and 13 (it runs); Debian's erlang-base 25.2; the dynamic sections of the wheels of opencv-python 5.0, lightgbm 4.7, pyodbc 5.5, paddlepaddle 2.6; psycopg2 2.9, which PyPI has as source only, like mysqlclient, pycairo and psycopg-c; dotnet/SqlClient#220 and .NET's "Globalization invariant mode" for ICU, mono/SkiaSharp#814, dmlc/xgboost#1715; ggml-org/llama.cpp#7731 for OpenMP, ibmdb/python-ibmdb#531 for libxml2; what packages depend on is from their metadata on PyPI.
"""

from collections.abc import Iterator
from functools import partial

from dfix.findings import Confidence, Finding, Fix
from dfix.fixes.age_builder import AGE_BUILDER, age_builder
from dfix.fixes.copy_own_libraries import COPY_OWN_LIBRARIES, copy_own_libraries
from dfix.fixes.install_package import INSTALL, install_package
from dfix.fixes.link_cxx_runtime import LINK_CXX_RUNTIME, link_cxx_runtime
from dfix.fixes.link_swift_runtime import LINK_SWIFT_RUNTIME, link_swift_runtime
from dfix.fixes.move_builder import MOVE_BUILDER, move_builder
from dfix.fixes.move_runtime import MOVE_RUNTIME, move_runtime
from dfix.fixes.older_gcc import OLDER_GCC, older_gcc
from dfix.fixes.pin_builder import PIN_BUILDER, pin_builder
from dfix.images import Libc
from dfix.images.package_contents import package_with
from dfix.images.packages import packages_of_libraries
from dfix.rules.rule import Rule
from dfix.rules.trigger import Trigger
from dfix.rules.wording import Subject, landed_subject, shown_path
from dfix.text import Span, readable
from dfix.text.wording import listed
from dfix.trace.knowledge.absences import Absences, absences
from dfix.trace.knowledge.needs import Need
from dfix.trace.knowledge.provides import has_any_version
from dfix.trace.knowledge.removed_libraries import Loss, losses
from dfix.trace.landing import Landing, Outcome
from dfix.trace.result import Trace
from dfix.trace.stage import StageTrace, title_of
from dfix.trace.state.artifact import Place
from dfix.trace.state.root import Root
from dfix.values import TYPE_CHECKING

if TYPE_CHECKING:
    from dfix.trace.knowledge.switched_on import SwitchedOn

# What removes packages, and what compiles programs with a runtime inside that expects libraries.
REMOVALS = ("del ", "remove", "purge")
COMPILERS = ("--compile", "deno", "dotnet", "swift build", "swiftc")
# What installs a language's packages, some of which expect libraries: they are named, or the project's files name them.
INSTALLERS = (
    "pip",
    "setup.py",
    "uv ",
    "poetry",
    "pdm",
    "conda",
    "mamba",
    "mvn",
    "gradle",
    "npm",
    "yarn",
    "bun",
    "gem ",
)
# The beginning of the variables by which .NET is told whether to use ICU.
OF_DOTNET = "DOTNET_SYSTEM_GLOBALIZATION"
COST = "the image grows by the package"
# A message names at most so many libraries.
MOST_NAMES = 4


def check(trace: Trace) -> Iterator[Finding]:
    """Yield a finding for each program, or tree of packages, that lands without a library that it needs."""
    for landing in (*trace.landings, *_kept(trace)):
        missing = _missing(trace, landing) if landing.artifact.is_dynamic or landing.environment else {}
        if missing:
            yield describe(trace, landing, missing)
    for loss in losses(trace):
        yield describe_loss(trace, loss)
    for stage in trace.landing:
        if any(name.startswith(OF_DOTNET) for name in stage.scope.env):
            from dfix.trace.knowledge.switched_on import switched_on

            asked = switched_on(stage)
            if asked:
                yield describe_switch(trace, stage, asked)


def _missing(trace: Trace, landing: Landing) -> Absences:
    """What a product lacks when its loader looks for its libraries, which it does before it compares versions.

    Of a product that is likely to need a newer glibc too, not what is there in another version: it is built on another
    release, which DF103 says.
    """
    if landing.outcome not in (Outcome.RUNS, Outcome.NEWER_GLIBC):
        return {}
    missing = absences(landing, _builder(trace, landing))
    if any(need.of_the_build for need in missing) and _is_one_of_several(trace, landing):
        missing = {need: Confidence.POSSIBLE if need.of_the_build else sure for need, sure in missing.items()}
    symbols = landing.missing_symbols() if missing and landing.outcome is Outcome.NEWER_GLIBC else None
    if symbols is None or symbols[1] is Confidence.POSSIBLE:
        return missing
    root = landing.stage.root
    return {need: sure for need, sure in missing.items() if not (need.version or has_any_version(root, need.soname))}


def _is_one_of_several(trace: Trace, landing: Landing) -> bool:
    """Whether other programs of the same build land in an image, too."""
    made = landing.artifact.made
    paths = trace.once("paths of builds", lambda: _paths_of_builds(trace)).get(made.call.span, set()) if made else set()
    return bool(paths - {landing.path})


def _paths_of_builds(trace: Trace) -> dict[Span, set[str]]:
    """Where the products of each command land, by its place."""
    paths: dict[Span, set[str]] = {}
    for landing in trace.landings:
        made = landing.artifact.made
        if made is not None:
            paths.setdefault(made.call.span, set()).add(landing.path)
    return paths


def _kept(trace: Trace) -> Iterator[Landing]:
    """What a shipped stage's own commands installed and left in it, each installation once."""
    seen = set[Span]()
    for stage in trace.landing:
        for landed in trace.kept(stage):
            landing = Landing(stage, (landed,))
            if landed.artifact.made is not None and landing.span not in seen:
                seen.add(landing.span)
                yield landing


def describe_loss(trace: Trace, loss: Loss) -> Finding:
    """Return the finding on a library that the stage removes although one of its products needs it."""
    stage, product = loss.stage, f"`{loss.need.package}`" if loss.need.package else shown_path(loss.path)
    return RULE.finding(
        stage.stage,
        loss.call.span,
        message=f"{product} needs `{loss.need.soname}`, which goes with `{readable(loss.removed)}`",
        why=f"{loss.need.because}: it is built while `{readable(loss.removed)}` is there, and fails later: {_loader_error(stage.root)}",
        confidence=loss.sure,
        chain=(*loss.artifact.provenance, Place(loss.call.span, f"removes `{loss.need.soname}`")),
        fixes=partial(_keep, trace, loss),
    ).about(loss.path)


def describe_switch(trace: Trace, stage: StageTrace, asked: "SwitchedOn") -> Finding:
    """Return the finding on a variable that asks for a library which the stage lacks."""
    where = f"{stage.stage.title}, {title_of(stage.root)},"
    return RULE.finding(
        stage.stage,
        asked.instruction.span,
        message=f"this asks .NET to use ICU, and {where} does not have `{asked.soname}`",
        why="the runtime looks for ICU when it starts, and ends where it finds none",
        confidence=asked.sure,
        fixes=partial(_install, trace, stage, asked.soname),
    )


def _install(trace: Trace, stage: StageTrace, soname: str) -> Iterator[Fix]:
    wanted = packages_of_libraries([soname], stage.root.release) if stage.root.release else ()
    if wanted:
        yield from install_package(trace, stage, wanted, COST)


def _keep(trace: Trace, loss: Loss) -> Iterator[Fix]:
    release = loss.stage.root.release
    package = package_with(release, loss.need.soname) if release else None
    if package:
        yield from install_package(trace, loss.stage, (package,), COST)


def _loader_error(root: Root) -> str:
    return "`Error loading shared library`" if root.libc is Libc.MUSL else "`cannot open shared object file`"


def describe(trace: Trace, landing: Landing, missing: Absences) -> Finding:
    """Return the finding on one landing."""
    who, stage = _subject(landing, missing), landing.stage
    here = f"{stage.stage.title}, {title_of(stage.root)},"
    outdated = next((need for need in missing if need.version), None)
    sonames = list(dict.fromkeys(f"`{need.soname}`" for need in missing))
    names = f"`{outdated.version}`" if outdated else listed(sonames, MOST_NAMES)
    lacks_them = "has none of them" if len(sonames) > 1 else "does not have it"
    if outdated:
        here, lacks_them = f"the `{outdated.soname}` of {here}", "does not define it"
    return RULE.at_landing(
        landing,
        message=f"{who.words} {who.verb('needs', 'need')} {names}, and {here} {lacks_them}",
        why=f"{' and '.join(dict.fromkeys(need.because for need in missing))}: {_error(landing, outdated)}",
        confidence=min(missing.values()),
        fixes=partial(_update if outdated else _repairs, trace, landing, missing),
    )


def _update(trace: Trace, landing: Landing, missing: Absences) -> Iterator[Fix]:
    """What brings the program and the library that is there together."""
    abi = landing.artifact.abi
    yield from older_gcc(trace, landing)
    if abi and abi.release != landing.stage.root.release:
        yield from move_builder(trace, landing)
    yield from link_cxx_runtime(landing)


def _error(landing: Landing, outdated: Need | None) -> str:
    """What the loader says: to whom starts a program, or to the interpreter that loads a package."""
    is_musl = landing.stage.root.libc is Libc.MUSL
    if outdated:
        error = "`symbol not found`" if is_musl else f"``version `{outdated.version}' not found``"
        return f"the loader answers {error}"
    if landing.environment:
        error = "Error loading shared library" if is_musl else "cannot open shared object file"
        return f"loading it fails with `{error}`"
    return (
        f"the loader answers `{'Error loading shared library' if is_musl else 'error while loading shared libraries'}`"
    )


def _subject(landing: Landing, missing: Absences) -> Subject:
    """The packages of an environment that need the libraries, else the file or the files that landed."""
    packages = [f"`{package}`" for package in dict.fromkeys(need.package for need in missing) if package]
    if not packages:
        return landed_subject(landing)
    return Subject(f"{' and '.join(packages)} in {shown_path(landing.path)}", is_plural=len(packages) > 1)


def _builder(trace: Trace, landing: Landing) -> Root | None:
    """The root filesystem in which it was built."""
    builder = trace.builder(landing.artifact)
    return builder.root if builder else None


def _repairs(trace: Trace, landing: Landing, missing: Absences) -> Iterator[Fix]:
    release, sonames = landing.stage.root.release, [need.soname for need in missing if not need.own]
    own = [need.soname for need in missing if need.own]
    if own:
        yield from copy_own_libraries(trace, landing, own)
    if not sonames:
        return  # no package has it
    wanted = packages_of_libraries(sonames, release) if release else ()
    if wanted:
        yield from install_package(trace, landing.stage, wanted, COST)
    if landing.artifact.arrival is None and landing.artifact.made is not None:
        return  # it was installed in this stage
    if any(name.startswith("libssl") for name in sonames):
        yield from pin_builder(trace, landing)
        yield from age_builder(trace, landing)
    elif not wanted:
        # The release has the library in another version, if at all.
        yield from move_builder(trace, landing)
    yield from move_runtime(trace, landing)
    yield from link_swift_runtime(landing)


RULE = Rule(
    "DF105",
    "missing-library",
    __name__,
    check,
    repairs=(
        INSTALL,
        COPY_OWN_LIBRARIES,
        PIN_BUILDER,
        AGE_BUILDER,
        MOVE_BUILDER,
        MOVE_RUNTIME,
        OLDER_GCC,
        LINK_CXX_RUNTIME,
        LINK_SWIFT_RUNTIME,
    ),
    trigger=Trigger(words=(*REMOVALS, *COMPILERS), arrivals=True, installers=INSTALLERS),
)
