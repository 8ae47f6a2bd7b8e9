"""Every setting: its key, what values it takes, what it means. The JSON schema and the docs are made from it."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from dfix.confidence import Confidence
from dfix.findings import Family, Severity
from dfix.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dfix.images import UserImage
    from dfix.images.lock import Lock
    from dfix.images.user_images import Built

FORMATS = (
    "text",
    "concise",
    "json",
    "sarif",
    "github",
    "gitlab",
    "azure",
    "rdjson",
    "rdjsonl",
    "checkstyle",
    "junit",
    "markdown",
)
# Operating systems of images (Go's GOOS, as docker uses it).
SYSTEMS = ("linux", "windows", "freebsd", "darwin")
COLORS = ("auto", "always", "never")
# What a rule's page may be at: an editor or a terminal opens it.
SCHEMES = ("https://", "http://", "file://")


class Settings(NamedTuple):
    """The settings for a file or for a run; None: not set here. Paths are absolute.

    ``context`` is the build context's directory, or False where it is not to be read. ``lock`` is the lock file: its
    path, what was read of it, or False where none is to be read.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    extend_ignore: tuple[str, ...] | None = None
    min_confidence: Confidence | None = None
    prefer: Family | None = None
    unsafe_fixes: bool | None = None
    fix_ids: tuple[str, ...] | None = None
    target: str | None = None
    build_args: Mapping[str, str] | None = None
    build_contexts: Mapping[str, str] | None = None
    platform: str | None = None
    context: str | bool | None = None
    images: "tuple[UserImage, ...] | None" = None
    lock: "str | bool | Lock | None" = None
    locked: bool | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    force_exclude: bool | None = None
    format: str | None = None
    color: str | None = None
    quiet: bool | None = None
    exit_zero: bool | None = None
    statistics: bool | None = None
    baseline: str | None = None
    jobs: int | None = None
    rule_url: str | None = None
    severity: "Mapping[str, Severity] | None" = None
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] | None = None
    ignore_comments: bool | None = None
    require_reason: bool | None = None
    fail_level: "Severity | None" = None
    exit_non_zero_on_fix: bool | None = None

    def over(self, other: "Settings") -> "Settings":
        """These settings, with the other's where these are not set."""
        if other == UNSET:
            return self
        return Settings._make(fallback if value is None else value for value, fallback in zip(self, other, strict=True))


UNSET = Settings()


class Place(NamedTuple):
    """The place of a value: the directory that its paths are relative to, and the one that they must lie in, if any."""

    directory: str
    limit: str = ""

    def path(self, written: str) -> str:
        """The path that a text means; links are followed only to see where it leads.

        Raises:
            ValueError: it leads out of the limit.
        """
        import os

        from dfix.text.system_paths import is_inside

        full = os.path.normpath(os.path.join(self.directory, os.path.expanduser(written)))
        if self.limit and not is_inside(os.path.realpath(full), os.path.realpath(self.limit)):
            raise ValueError("it leads out of the repository; only an option or a file that you name may do so")
        return full


Reader = Callable[[object, Place], object]


class Setting(NamedTuple):
    """One key of a configuration file: ``schema`` is its part of the JSON schema, ``read`` checks a value.

    ``read`` raises ValueError, which says what would be right. ``of_run``: it concerns the whole run, so it
    cannot be set for some files only.
    """

    key: str
    says: str
    schema: Mapping[str, object]
    read: Reader
    of_run: bool = False

    @property
    def field(self) -> str:
        """Its name in ``Settings``."""
        return self.key.replace("-", "_")


def _flag(value: object, _: Place) -> bool:
    if not isinstance(value, bool):
        raise ValueError("it is true or false")
    return value


def _number(value: object, _: Place) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("it is a number from 1")
    return value


def _text(value: object, _: Place) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("it is a text")
    return value


def _address(value: object, place: Place) -> str:
    text = _text(value, place)
    if not text.startswith(SCHEMES) or not text.isprintable() or " " in text:
        raise ValueError(f"it is an address that begins with {', '.join(SCHEMES)}")
    return text


def _path(value: object, place: Place) -> str:
    return place.path(_text(value, place))


def _context(value: object, place: Place) -> str | bool:
    if value is False:
        return False
    if value is True:
        raise ValueError("it is a directory, or false")
    return _path(value, place)


def _lock(value: object, place: Place) -> str | bool:
    if value is False:
        return False
    if value is True:
        raise ValueError("it is a file, or false")
    return _path(value, place)


def _platform(value: object, place: Place) -> str:
    """``linux/arm64`` or ``linux/arm/v7``; an architecture alone means Linux (containerd's ``platforms.Parse``)."""
    from dfix.trace.state.arch import WORDS

    parts = _text(value, place).lower().split("/")
    if len(parts) == 1 and parts[0] in WORDS:
        parts = ["linux", *parts]
    system, arch, *rest = parts if len(parts) > 1 else ["", ""]
    if system not in SYSTEMS or arch not in WORDS or len(rest) > 1 or not all(part.isalnum() for part in rest):
        raise ValueError(f"it is OS/ARCH or OS/ARCH/VARIANT, as linux/arm64{did_you_mean(arch, WORDS)}")
    return "/".join([system, WORDS[arch], *rest])


def _words(value: object, _: Place) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise ValueError("it is a list of texts")
    return tuple(value)


def _patterns(value: object, place: Place) -> tuple[str, ...]:
    """Patterns of paths, made absolute: one without a slash matches a name in any directory."""
    return tuple(pattern_at(place, one) for one in _words(value, place))


def pattern_at(place: Place, pattern: str) -> str:
    """A pattern of paths as it is compared with absolute ones that are written with slashes."""
    from dfix.text.system_paths import slashed

    return f"{slashed(place.directory)}/{pattern.strip('/')}" if "/" in pattern else pattern


def read_codes(value: object, place: Place) -> tuple[str, ...]:
    """Codes, beginnings of codes and names of rules, as codes.

    Raises:
        ValueError: there is no such rule.
    """
    from dfix.rules import rules
    from dfix.syntax.suppression import current_name

    codes = []
    for word in _words(value, place):
        named = next((rule.code for rule in rules() if rule.name == current_name(word)), word.upper())
        if not word or not any(rule.code.startswith(named) for rule in rules()):
            near = did_you_mean(word, [name for rule in rules() for name in (rule.code, rule.name)])
            raise ValueError(
                f"there is no rule {word}{near or '; the rules are ' + ', '.join(r.code for r in rules())}"
            )
        codes.append(named)
    return tuple(codes)


def read_fix_ids(value: object, place: Place) -> tuple[str, ...]:
    """Names of fixes: an id, or a code with a number or an id behind a colon.

    Raises:
        ValueError: there is no such fix.
    """
    from dfix.rules import rules

    ids = {repair.id for rule in rules() for repair in rule.repairs}
    codes = {rule.code for rule in rules()}
    found = []
    for name in _words(value, place):
        code, colon, rest = name.rpartition(":")
        if (colon and code.upper() not in codes) or not (rest in ids or (colon and rest.isdigit())):
            raise ValueError(
                f"there is no fix {name}{did_you_mean(rest, ids) or '; the fixes are ' + ', '.join(sorted(ids))}"
            )
        found.append(f"{code.upper()}:{rest}" if colon else rest)
    return tuple(found)


def _choice(words: Sequence[str]) -> Reader:
    def read(value: object, _: Place) -> str:
        if value not in words or not isinstance(value, str):
            raise ValueError(f"it is one of {', '.join(words)}{did_you_mean(str(value), words)}")
        return value

    return read


def _confidence(value: object, place: Place) -> Confidence:
    return Confidence[_choice(CONFIDENCES)(value, place).upper()]  # type: ignore[attr-defined]  # a choice is a text


def _family(value: object, place: Place) -> Family:
    return Family(_choice(FAMILIES)(value, place))


def _severity(value: object, place: Place) -> Severity:
    return Severity(_choice(SEVERITIES)(value, place))


def _severities(value: object, place: Place) -> Mapping[str, Severity]:
    if not isinstance(value, Mapping):
        raise ValueError('it is a table: [severity] DF107 = "info"')
    return {code: _severity(one, place) for name, one in value.items() for code in read_codes([name], place)}


def _build_args(value: object, _: Place) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(one, str | int | float) for one in value.values()):
        raise ValueError("it is a table of texts")
    return {str(name): str(one) for name, one in value.items()}


def _build_contexts(value: object, place: Place) -> Mapping[str, str]:
    named = _build_args(value, place)
    return {name: one if "://" in one else place.path(one) for name, one in named.items()}


def _images(value: object, place: Place) -> "tuple[UserImage, ...]":
    if not isinstance(value, Mapping):
        raise ValueError('it is a table: [images."registry.corp/base-*"] libc = "glibc"')
    return tuple(_image(str(pattern), facts, place) for pattern, facts in value.items())


def _image(pattern: str, facts: object, place: Place) -> "UserImage":
    if not isinstance(facts, Mapping):
        raise ValueError(f'`{pattern}` is a table: libc = "glibc", libc-version = "2.31" or like = "debian:12"')
    for key, value in facts.items():
        if key not in IMAGE_KEYS:
            raise ValueError(f"`{pattern}` has the unknown key `{key}`{did_you_mean(key, IMAGE_KEYS)}")
        _choice(LIBCS)(value, place) if key == "libc" else _text(value, place)
    from dfix.images import UserImage, described_image

    if "dockerfile" in facts:
        return UserImage(pattern, built=_built(facts, place))
    image = UserImage(pattern, facts.get("like"), facts.get("libc"), facts.get("libc-version"))
    if described_image("x", image) is None:
        what = f"dfix does not know `{image.like}`" if image.like else "libc or like is missing"
        raise ValueError(f"`{pattern}` says nothing: {what}")
    return image


def _built(facts: Mapping[str, str], place: Place) -> "Built":
    """The Dockerfile that makes an image; the build context is its directory, unless another one is named."""
    from dfix.images.user_images import Built

    dockerfile = place.path(facts["dockerfile"])
    context = place.path(facts["context"]) if "context" in facts else os.path.dirname(dockerfile)
    return Built(dockerfile, context, facts.get("target"))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean X?``, to be put behind a message; empty where no known word is like it."""
    from dfix.text.spelling import closest

    meant = closest(word, known)
    return f"; did you mean {meant}?" if meant else ""


CONFIDENCES = tuple(confidence.word for confidence in Confidence)
FAMILIES = tuple(family.value for family in Family)
SEVERITIES = tuple(severity.value for severity in Severity)
LIBCS = ("glibc", "musl", "none")
IMAGE_KEYS = ("libc", "libc-version", "like", "dockerfile", "context", "target")
TEXT = {"type": "string", "minLength": 1}
WORDS = {"type": "array", "items": TEXT}
FLAG = {"type": "boolean"}
IMAGE = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "like": {**TEXT, "description": "an image that dfix knows and that this one is like: debian:12"},
        "libc": {"enum": list(LIBCS)},
        "libc-version": {**TEXT, "description": "2.31"},
        "dockerfile": {**TEXT, "description": "the Dockerfile of the project that makes it: base/Dockerfile"},
        "context": {**TEXT, "description": "its build context, where that is not its directory"},
        "target": {**TEXT, "description": "its stage, where it is not the last one"},
    },
}

SETTINGS = (
    Setting("select", "only these rules: codes, their beginnings, or names", WORDS, read_codes),
    Setting("ignore", "all rules but these", WORDS, read_codes),
    Setting("extend-select", "these rules in addition to those of select", WORDS, read_codes),
    Setting("extend-ignore", "ignore these rules in addition to those of ignore", WORDS, read_codes),
    Setting("min-confidence", "report findings of at least this confidence", {"enum": list(CONFIDENCES)}, _confidence),
    Setting("prefer", "which kind of fix comes first", {"enum": list(FAMILIES)}, _family),
    Setting(
        "severity",
        "the severity of a rule's findings: by its code, the beginning of codes, or its name",
        {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}},
        _severities,
    ),
    Setting("fixable", "make the fixes of these rules only", WORDS, read_codes),
    Setting("unfixable", "make no fix of these rules; they are shown", WORDS, read_codes),
    Setting("ignore-comments", "whether comments suppress findings", FLAG, _flag),
    Setting("require-reason", "only comments that give a reason suppress findings", FLAG, _flag),
    Setting("unsafe-fixes", "make the unsafe fixes too", FLAG, _flag),
    Setting("fix-ids", "make only these fixes, safe or not", WORDS, read_fix_ids),
    Setting("target", "the stage that is built", TEXT, _text),
    Setting(
        "build-args",
        "as --build-arg of docker build",
        {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
        _build_args,
    ),
    Setting(
        "build-contexts",
        "as --build-context of docker build: a directory or docker-image://REF, by name",
        {"type": "object", "additionalProperties": TEXT},
        _build_contexts,
    ),
    Setting("platform", "the platform that is built for", TEXT, _platform),
    Setting("context", "the build context's directory, or false", {"anyOf": [TEXT, {"const": False}]}, _context),
    Setting(
        "images",
        "descriptions of images that dfix does not know, by pattern",
        {"type": "object", "additionalProperties": IMAGE},
        _images,
    ),
    Setting(
        "lock",
        "the lock file of images, or false [default: the nearest dfix.lock]",
        {"anyOf": [TEXT, {"const": False}]},
        _lock,
    ),
    Setting("locked", "an image that the lock file does not have is an error", FLAG, _flag),
    Setting("include", "further names that Dockerfiles have: patterns", WORDS, _patterns, of_run=True),
    Setting("exclude", "files and directories to skip: patterns", WORDS, _patterns, of_run=True),
    Setting("force-exclude", "skip excluded files even where they are named", FLAG, _flag, of_run=True),
    Setting("format", "the output's format", {"enum": list(FORMATS)}, _choice(FORMATS), of_run=True),
    Setting("color", "whether to use colours", {"enum": list(COLORS)}, _choice(COLORS), of_run=True),
    Setting("quiet", "only errors and the exit code", FLAG, _flag, of_run=True),
    Setting("exit-zero", "exit with 0 although findings are left", FLAG, _flag, of_run=True),
    Setting(
        "fail-level",
        "findings below this severity do not make dfix fail",
        {"enum": list(SEVERITIES)},
        _severity,
        of_run=True,
    ),
    Setting("exit-non-zero-on-fix", "exit with 1 although all findings were repaired", FLAG, _flag, of_run=True),
    Setting("statistics", "count the findings of each rule", FLAG, _flag, of_run=True),
    Setting("baseline", "a file of findings that are known and not reported", TEXT, _path, of_run=True),
    Setting("jobs", "how many processes to use", {"type": "integer", "minimum": 1}, _number, of_run=True),
    Setting("rule-url", "where a rule's page is, with {code} in it", TEXT, _address, of_run=True),
)
