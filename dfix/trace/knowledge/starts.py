"""How a stage starts a file: ENTRYPOINT, CMD or RUN, in exec form or through a shell.

The form decides which error a user sees when the loader or the interpreter is missing. In exec form
the container runtime starts the file and reports ``exec /app: no such file or directory`` (runc); a
shell reports ``not found`` (dash, busybox).
"""

from collections.abc import Iterator
from enum import Enum

from dfix.plan import ImageBase, Scratch, Stage
from dfix.syntax import Instruction
from dfix.trace.knowledge.programs import lacks_program
from dfix.trace.result import Trace
from dfix.trace.stage import PATH, StageTrace
from dfix.trace.state.call import Call, join_path

# Images of a bare operating system: they have no ENTRYPOINT that would start the words of CMD in
# another way. Source: the official images' Dockerfiles.
WITHOUT_ENTRYPOINT = frozenset(
    "alpine busybox debian ubuntu fedora rockylinux almalinux oraclelinux amazonlinux centos".split()
)


class Form(Enum):
    """Who starts a file: the container runtime itself, or a shell."""

    EXEC = "exec"
    SHELL = "shell"


def start_instruction(stage: Stage) -> Instruction | None:
    """Return the instruction that names what the image starts: the last ENTRYPOINT, else the last CMD."""
    last = {one.keyword: one for one in stage.body if one.keyword in ("ENTRYPOINT", "CMD")}
    return last.get("ENTRYPOINT") or last.get("CMD")


def start_form(trace: Trace, stage: StageTrace, path: str) -> Form | None:
    """Return how the stage starts the file at ``path``; None where that is not known.

    Without a shell only exec form is left.
    """
    if lacks_program(stage, "sh"):
        return Form.EXEC
    forms = forms_of(trace, stage, path)
    return next(iter(forms)) if len(forms) == 1 else None


def forms_of(trace: Trace, stage: StageTrace, path: str) -> frozenset[Form]:
    """Return the forms in which the stage itself names the path as what is started."""
    forms = trace.once(("start forms", stage.stage.number), lambda: _forms(stage))
    return frozenset(forms.get(path, ()))


def _forms(stage: StageTrace) -> dict[str, set[Form]]:
    """The forms in which each path is started; a name without a directory may mean any path of PATH."""
    forms: dict[str, set[Form]] = {}
    for path, form in (*_of_image(stage), *_of_runs(stage)):
        forms.setdefault(path, set()).add(form)
    return forms


def _of_image(stage: StageTrace) -> Iterator[tuple[str, Form]]:
    """What the image starts; nothing where an ENTRYPOINT of the base image may start it."""
    instruction = start_instruction(stage.stage)
    if instruction is None or (instruction.keyword == "CMD" and not _surely_without_entrypoint(stage)):
        return
    words = [word.text.strip("'\"") for word in instruction.words if word.text != "exec"]
    for path in _paths(stage.scope.expand(words[0]), stage.workdir) if words else ():
        yield path, Form.SHELL if instruction.json is None else Form.EXEC


def _surely_without_entrypoint(stage: StageTrace) -> bool:
    base, image = stage.stage.base, stage.image
    if isinstance(base, ImageBase) and image is not None and image.locked:
        return not image.locked.entrypoint
    if isinstance(base, ImageBase) and image is not None:
        return image.official is not None and image.official.name in WITHOUT_ENTRYPOINT
    return isinstance(base, Scratch)


def _of_runs(stage: StageTrace) -> Iterator[tuple[str, Form]]:
    for call in stage.calls:
        if call.stage == stage.stage.number and (form := _form_of_call(call)):
            for path in _paths(call.program, call.cwd):
                yield path, form


def _form_of_call(call: Call) -> Form | None:
    words = call.instruction.json
    if words is None:
        return Form.SHELL
    return Form.EXEC if words and words[0].text == call.program else None


def _paths(name: str, directory: str) -> tuple[str, ...]:
    """The paths that a program's name may mean."""
    return (join_path(directory, name),) if "/" in name else tuple(f"{one}/{name}" for one in PATH)
