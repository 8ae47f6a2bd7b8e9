"""What dfix's claims rest on, and how sure each kind of evidence lets them be: the one table to calibrate.

A kind is as sure as its first readings on public repositories that nobody had read before (``docs/quality.md``,
"What findings rest on"; the column ``evidence`` of ``tests/wild/readings.tsv``). One whose first readings are true in
fewer than nine of ten is *possible*, until a second, independent fact is asked for: that makes another kind.
"""

from enum import Enum

from dfix.confidence import Confidence

CERTAIN, LIKELY, POSSIBLE = Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE


class Evidence(Enum):
    """A kind of evidence: its name, as the readings have it, and how sure it lets a claim be."""

    # The libraries that a product needs.
    MEASURED_FILE = "measured file", CERTAIN
    LINKER_WORD = "linker word", CERTAIN
    LINKED_ADD_ON = "linker word of an add-on", LIKELY
    MEASURED_RUNTIME = "measured runtime of a language", CERTAIN
    KNOWN_RUNTIME = "known runtime of a language", LIKELY
    BUILD_FILE = "build file", LIKELY
    BUILD_FILE_OF_A_CLONE = "build file of a clone of unknown age", POSSIBLE
    OWN_LIBRARY = "build file that makes a shared library and links it", LIKELY
    OWN_AND_LINKED = "library that the build makes, and a word that links it", LIKELY
    CONFIGURED = "switch of ./configure", LIKELY
    CONFIGURED_STATIC = "switch of ./configure beside --static", POSSIBLE
    KNOWN_PROJECT = "downloaded project whose libraries are known", LIKELY
    SOURCE = "source that names the library", LIKELY
    LOCKED_CRATES_ALL = "lock file whose crates are all built", CERTAIN
    LOCKED_CRATE = "lock file, and a source that names the crate", LIKELY
    LOCKED_CRATE_UNSEEN = "lock file without the sources", POSSIBLE
    LOCKED_CRATE_BESIDE = "lock file with crates that cannot be built", POSSIBLE
    DECLARED_CRATE = "manifest without a lock file", LIKELY
    PACKAGE = "package of a language", CERTAIN
    PACKAGE_NOT_IMPORTED = "package of a language that the project does not use itself", POSSIBLE
    PACKAGE_CARRIED = "package of a lock file that another one links in some builds", POSSIBLE
    PACKAGE_PUBLISHED = "published program whose features are known", LIKELY
    PACKAGE_OF_AN_IMAGE = "package of a distribution", LIKELY
    VENDOR = "vendor's build", LIKELY
    PROJECT_FILE = "project's file that asks for it", LIKELY
    PROJECT_FILE_UNSEEN = "project's file that is not there", POSSIBLE
    HEADERS = "headers in the builder", POSSIBLE
    HEADERS_ALL_ABSENT = "headers in the builder, none of whose libraries is there", LIKELY
    HEADERS_OF_A_CRATE = "headers in the builder, beside a manifest that asks for no such crate", POSSIBLE
    HEADERS_OF_AN_UNSEEN_PROJECT = "headers in the builder of a project that is not there", LIKELY
    # The version of glibc that a program needs.
    ALL_PROGRAMS = "every program needs it", CERTAIN
    STARTS_PROGRAMS = "source that starts programs", LIKELY
    READS_NUMBERS = "source that reads numbers", LIKELY
    C_OF_A_CRATE = "C of a crate that reads numbers", LIKELY
    MOST_PROGRAMS = "most programs need it", POSSIBLE
    # The loader of a program where there is none at all: nobody ships an image whose program cannot start.
    DEFAULT_INTO_NO_LIBC = "default that a project or a vendor may change, into an image without libc", POSSIBLE
    IMAGE_THAT_STARTS_NOTHING = "program in an image without libc that starts nothing", POSSIBLE
    # The modes of files.
    FETCHED_AS_IS = "file that is downloaded and gets no mode", LIKELY
    # The programs that an image starts.
    START_SCRIPT = "script, or supervisord's configuration, that the image starts", LIKELY
    # The loader's cache.
    SHARED_BY_A_WORD = "word for shared libraries", LIKELY
    SHARED_AND_NAMED = "project that builds shared libraries by default, and a word that links one", LIKELY
    SHARED_BY_DEFAULT = "project that builds shared libraries by default", POSSIBLE

    @property
    def words(self) -> str:
        """The kind's name."""
        return self.value[0]

    @property
    def sure(self) -> Confidence:
        """How sure a claim is that rests on nothing else."""
        return self.value[1]
