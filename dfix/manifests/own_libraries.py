"""The shared libraries that a C or C++ project builds itself, and that each of its programs links.

Sources: cmake-buildsystem(7) (``add_library``, BUILD_SHARED_LIBS), Meson's reference manual (``shared_library``,
``library``), automake's manual, "Building a Shared Library". What stands in CMake's ``if`` is not taken for built.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from dfix.manifests.library_words import asks_for_shared, refuses_shared
from dfix.manifests.listed import Read
from dfix.manifests.native_links import build_files, cmake_lists, with_values
from dfix.text.pattern import pattern

CALL = pattern(
    r"\b(project|add_executable|add_library|target_link_libraries)[ \t]{0,20}\(([^()]{0,4000})\)|"
    r"^[ \t]*(if|endif)[ \t]{0,20}\(",
    re.IGNORECASE | re.MULTILINE,
)
KINDS = frozenset({"SHARED", "STATIC", "MODULE", "OBJECT", "INTERFACE", "IMPORTED", "ALIAS", "UNKNOWN"})
SHARED_ON = pattern(
    r"\bset\(\s{0,9}BUILD_SHARED_LIBS\s+\"?(?:ON|TRUE|YES|1)\b|\boption\(\s{0,9}BUILD_SHARED_LIBS\s+\"[^\"]{0,200}\"\s+ON\b",
    re.IGNORECASE,
)
# The file of such a library has another name than its target, or the loader is told where it is.
RENAMED = pattern(r"OUTPUT_NAME|\bname_(?:prefix|suffix)\b|PREFIX\s+\"\"")
ARCHIVES_ONLY = pattern(r"disable-shared|default_library=static|AC_DISABLE_SHARED")
# Programs that a project builds for itself.
ASIDE = pattern(r"test|example|bench|demo|sample|fuzz|tool|gen", re.IGNORECASE)
LIBTOOL = pattern(r"^[ \t]*lib_LTLIBRARIES[ \t]*\+?=([^\n]{1,2000})", re.MULTILINE)
PROGRAMS = pattern(r"^[ \t]*s?bin_PROGRAMS[ \t]*\+?=([^\n]{1,2000})", re.MULTILINE)
LINKED = pattern(
    r"^[ \t]*(\w+)_(?:LDADD|LIBADD)[ \t]*\+?=([^\n]{0,2000})|^[ \t]*(LDADD)[ \t]*\+?=([^\n]{0,2000})",
    re.MULTILINE,
)
MESON = pattern(
    r"(?:(\w{1,80})[ \t]{0,9}=[ \t]{0,9})?\b(shared_library|library|executable|declare_dependency)[ \t]{0,9}\("
)
MESON_NAME = pattern(r"[ \t\n]{0,80}'([\w.+-]{1,100})'")
WORD = pattern(r"\w{1,100}")
NAME = pattern(r"[\w.+-]+$")
BRACKET = pattern(r"[()]")
# The name of the project, which its ``project()`` gives (cmake-variables(7)).
PROJECT_NAME = pattern(r"\$\{(?:CMAKE_)?PROJECT_NAME\}")
LONGEST_CALL, MOST_CALLS, MOST_PROGRAMS = 4_000, 400, 40


def own_libraries(read: Read, directory: str, words: Iterable[str]) -> tuple[str, ...]:
    """The names (``libcore.so``) of the project's shared libraries that each of its programs links.

    ``words`` are those by which it was configured. None where the build files are not available, name no program, or
    give their libraries' files other names.
    """
    said = tuple(words)
    if refuses_shared(said):
        return ()
    files = dict(build_files(read, directory))
    texts = list(files.values())
    if not texts or any(map(RENAMED.search, texts)) or any(map(ARCHIVES_ONLY.search, texts)):
        return ()
    if "CMakeLists.txt" in files:
        return _in_cmake([text for name, text in files.items() if name.endswith((".txt", ".cmake"))], said)
    if "meson.build" in files:
        return _in_meson([text for name, text in files.items() if name.endswith("meson.build")])
    return _in_automake([text for name, text in files.items() if name.endswith("Makefile.am")])


def programs(read: Read, directory: str) -> tuple[str, ...]:
    """The names of the programs that a project's build files make."""
    found, project = list[str](), ""
    for name, text in build_files(read, directory):
        if name.endswith((".txt", ".cmake")):
            calls = [((match[1] or "").lower(), (match[2] or "").split()[:1]) for match in CALL.finditer(text)]
            project = project or next((words[0] for call, words in calls if call == "project" and words), "")
            made = (word for call, words in calls if call == "add_executable" for word in words)
            found += [PROJECT_NAME.sub(project, word) for word in made]
        elif name.endswith("meson.build"):
            named = (MESON_NAME.match(words) for _, call, words in _meson_calls(text) if call == "executable")
            found += [match[1] for match in named if match]
        elif name.endswith("Makefile.am"):
            found += [word for match in PROGRAMS.finditer(text) for word in match[1].split()]
    return tuple(name for name in dict.fromkeys(found) if NAME.match(name))[:MOST_PROGRAMS]


def _of_all(names: Iterable[str], shared: Iterable[str], links: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Those of the shared libraries that every program links, itself or through another library."""
    shipped = [name for name in dict.fromkeys(names) if not ASIDE.search(name)]
    reached = [_reached(name, links) for name in shipped[:MOST_PROGRAMS]]
    common = set.intersection(*reached) if reached else set[str]()
    return tuple(name for name in dict.fromkeys(shared) if name in common)


def _reached(start: str, links: Mapping[str, set[str]]) -> set[str]:
    found, waiting = set[str](), [start]
    while waiting:
        for name in links.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _in_cmake(texts: list[str], words: tuple[str, ...]) -> tuple[str, ...]:
    by_default = any(map(SHARED_ON.search, texts)) or asks_for_shared(words)
    made, shared, links = list[str](), list[str](), dict[str, set[str]]()
    doubtful = set[str]()
    for call, target, rest, is_conditional in _cmake_calls(texts):
        if call == "add_executable" and "IMPORTED" not in rest and "ALIAS" not in rest:
            made.append(target)
        elif call == "add_library":
            kind = next((word for word in rest if word in KINDS), "")
            if kind == "SHARED" or (not kind and by_default and not any("$" in word for word in rest[:1])):
                shared.append(target)
            if kind == "STATIC" or is_conditional:
                doubtful.add(target)  # of which kind it is, a condition decides
            if kind == "ALIAS" and len(rest) > 1:
                links.setdefault(target, set()).add(rest[1])
        elif call == "target_link_libraries":
            links.setdefault(target, set()).update(rest)
    found = (name for name in _of_all(made, shared, links) if name not in doubtful)
    return tuple(f"lib{name}.so" for name in found if "$" not in name)


def _cmake_calls(texts: list[str]) -> Iterator[tuple[str, str, list[str], bool]]:
    """The calls that make targets: the function, the target, the other words, and whether an ``if`` stands around."""
    names: dict[str, tuple[str, ...]] = {}
    for text in texts:
        names |= cmake_lists(text)
        depth = 0
        for match in CALL.finditer(text):
            if match[3]:
                depth += 1 if match[3].lower() == "if" else -1
                continue
            target, *rest = [one for word in match[2].split() for one in with_values(word.strip('"'), names)] or [""]
            if match[1].lower() == "project":
                names.setdefault("PROJECT_NAME", (target,))
            yield match[1].lower(), target, rest, depth > 0


def _in_automake(texts: list[str]) -> tuple[str, ...]:
    made, shared, links = list[str](), list[str](), dict[str, set[str]]()
    for text in texts:
        # What is not installed (``noinst_LTLIBRARIES``) is an archive.
        shared += [name for match in LIBTOOL.finditer(text) for name in match[1].split()]
        own = [name for match in PROGRAMS.finditer(text) for name in match[1].split()]
        made += own
        for match in LINKED.finditer(text):
            linked = {word.rpartition("/")[2] for word in (match[2] or match[4] or "").split()}
            for target in own if match[3] else (match[1],):
                links.setdefault(target, set()).update(linked)
    by_name = {re.sub(r"\W", "_", name): name for name in (*made, *shared)}
    named = {by_name.get(target, target): linked for target, linked in links.items()}
    found = _of_all(made, shared, named)
    return tuple(f"{name.removesuffix('.la')}.so" for name in found if name.startswith("lib"))


def _in_meson(texts: list[str]) -> tuple[str, ...]:
    made, shared, links, names = list[str](), list[str](), dict[str, set[str]](), dict[str, str]()
    for text in texts:
        for variable, call, words in _meson_calls(text):
            named = MESON_NAME.match(words)
            target = variable or (named[1] if named else "")
            if call == "executable":
                made.append(target)
            elif call != "declare_dependency" and named:
                shared.append(target)
                names[target] = named[1]
            links.setdefault(target, set()).update(WORD.findall(words))
    return tuple(f"lib{names[name]}.so" for name in _of_all(made, shared, links))


def _meson_calls(text: str) -> Iterator[tuple[str, str, str]]:
    """The calls that make targets: the variable, the function, and the text between the brackets."""
    for match in islice(MESON.finditer(text), MOST_CALLS):
        start, depth = match.end(), 1
        end = min(start + LONGEST_CALL, len(text))
        for bracket in BRACKET.finditer(text, start, end):
            depth += 1 if bracket[0] == "(" else -1
            if not depth:
                end = bracket.start()
                break
        yield match[1] or "", match[2], text[start:end]
