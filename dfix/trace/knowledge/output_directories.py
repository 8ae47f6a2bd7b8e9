"""The directories outside of a build's own into which a project of CMake puts its programs.

Source: cmake-variables(7), CMAKE_RUNTIME_OUTPUT_DIRECTORY and, before it, EXECUTABLE_OUTPUT_PATH: a full path, which
projects build from the directory of their sources.
"""

import re
from collections.abc import Iterator
from itertools import islice

from dfix.manifests.native_links import build_files
from dfix.text.paths import join_path
from dfix.text.pattern import pattern
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.effect import Effect
from dfix.trace.state.facts import ProjectBuild
from dfix.trace.state.products import leaves
from dfix.trace.state.root import Root

NAMES = r"(?:CMAKE_RUNTIME_OUTPUT_DIRECTORY|EXECUTABLE_OUTPUT_PATH)(?:_RELEASE|_DEBUG)?"
SET = pattern(
    rf"\bset[ \t]{{0,9}}\([ \t\n]{{0,20}}{NAMES}[ \t\n]{{1,20}}\"?([^\s\"()]{{1,200}})|"
    r"\bRUNTIME_OUTPUT_DIRECTORY[ \t\n]{1,20}\"?([^\s\"()]{1,200})",
    re.IGNORECASE,
)
WORD = pattern(rf"-D\s*{NAMES}(?::\w+)?=(.+)$")
SOURCE = pattern(r"[$]\{(?:CMAKE_(?:CURRENT_)?|PROJECT_|\w{1,40}_)SOURCE_DIR\}")
MOST = 20


def program_directories(root: Root, build: ProjectBuild, product: Artifact) -> Iterator[Effect]:
    """The product also where the project, or a word of its configuration, says that programs are put."""
    if build.source is None:
        return
    said = [match[1] for match in map(WORD.match, build.words) if match]
    for name, text in build_files(root.read, build.source):
        if name.endswith((".txt", ".cmake")):
            said += [match[1] or match[2] for match in islice(SET.finditer(text), MOST)]
    for text in dict.fromkeys(said[:MOST]):
        place = SOURCE.sub(build.source, text)
        if place.startswith("/") and "$" not in place and join_path("/", place) != "/":
            yield from leaves(root, join_path("/", place), product)
