"""The JSON schema of ``dfix.lock``: for editors, and for programs that read or check the file."""

from dfix.images.lock import VERSION

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "object", "additionalProperties": TEXT}
WORDS = {"type": "array", "items": TEXT}
DIGEST = {"type": "string", "pattern": "^sha(256|512):[0-9a-f]+$"}

FILE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "absent": {"const": True},
        "directory": {"const": True},
        "executable": {"type": "boolean"},
        "format": {**TEXT, "description": "ELF, PE or Mach-O"},
        "architecture": TEXT,
        "interpreter": {**TEXT, "description": "the loader that a program names"},
        "library": {"const": True},
        "needed": {**WORDS, "description": "sonames"},
        "asks": {**TEXT, "description": "the newest version of each family of symbols that it asks for"},
        "script": {**TEXT, "description": "the interpreter of a script"},
        "program": TEXT,
        "carriage_return": {"const": True},
    },
}
CONFIG = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "env": {**TEXTS, "description": "without variables whose names look like those of secrets"},
        "user": TEXT,
        "workdir": TEXT,
        "entrypoint": WORDS,
        "cmd": WORDS,
        "shell": WORDS,
        "onbuild": WORDS,
    },
}
LIBC = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"version": TEXT, "loader": TEXT},
}
IMAGE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["image", "platform", "id"],
    "properties": {
        "image": {**TEXT, "description": "the reference as files name it"},
        "platform": {**TEXT, "description": "linux/arm64"},
        "digest": {**DIGEST, "description": "of the manifest"},
        "index": {**DIGEST, "description": "of the index of all platforms"},
        "id": {**DIGEST, "description": "of the configuration"},
        "created": TEXT,
        "os": {**TEXTS, "description": "os-release: id, version, name"},
        "libc": {
            "type": "object",
            "additionalProperties": False,
            "description": "the C libraries with a loader; compat: glibc's loader is there and is not glibc's",
            "properties": dict.fromkeys(("glibc", "musl", "compat"), LIBC),
        },
        "ldconfig": {"enum": ["real", "stub", "absent"]},
        "manager": {**TEXT, "description": "the program that installs packages"},
        "database": {"enum": ["dpkg", "apk", "rpm"]},
        "packages": {**TEXTS, "description": "versions by name"},
        "libraries": {**TEXTS, "description": "the newest symbol versions by soname, of all that the loader finds"},
        "programs": {**TEXTS, "description": "names by directory of PATH, of those that scripts ask for"},
        "elsewhere": {
            **TEXTS,
            "description": "programs and libraries to which neither PATH nor a loader leads",
        },
        "versions": {**TEXTS, "description": "of interpreters and the compiler"},
        "config": CONFIG,
        "files": {"type": "object", "additionalProperties": FILE, "description": "what is copied out of the image"},
    },
}
BUILT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["dockerfile"],
    "properties": {"dockerfile": TEXT, "context": TEXT, "target": TEXT, "args": TEXTS},
}


def lock_schema() -> dict[str, object]:
    """The schema of the file."""
    return {
        "$schema": DIALECT,
        "title": "dfix.lock",
        "description": "What images were measured to hold; `dfix lock` writes it",
        "type": "object",
        "additionalProperties": False,
        "required": ["version", "images"],
        "properties": {
            "version": {"const": VERSION},
            "built": {
                "type": "object",
                "additionalProperties": BUILT,
                "description": "images that the project builds itself, by reference; paths are from this file",
            },
            "images": {"type": "array", "items": IMAGE},
        },
    }
