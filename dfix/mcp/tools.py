"""What an agent may ask of dfix. A path is relative to the directory in which the server runs, and stays below it.

Nothing is executed, and no file is written but by ``fix`` when it is asked to.
"""

import os
from collections.abc import Sequence

from dfix.config import ConfigError, Finder, Settings
from dfix.config.settings import Place, read_fix_ids
from dfix.engine import Options
from dfix.findings import Applicability
from dfix.report.file_report import FileReport
from dfix.report.json import file_object
from dfix.run.baseline import Baseline
from dfix.run.files import find
from dfix.run.pages import pages_named
from dfix.run.work import Item, Task, options_of, work
from dfix.text import readable

TEXT = "<text>"


def analyse(path: str = ".", text: str | None = None) -> dict[str, object]:
    """Find what cannot run where it lands: in a Dockerfile, in all below a directory, or in a text.

    Args:
        path: a Dockerfile or a directory; files beside it (the build context) are read too.
        text: the text of a Dockerfile to judge instead, without a build context; images are known by the
            directory's dfix.lock and configuration.

    Returns:
        ``files``: each with its path, findings (message, why, trace, fixes with edits) and what could not be read.
    """
    if text is not None:
        return {"files": [file_object(_of_text(text))]}
    return {"files": [file_object(report) for report in _reports(Settings(), path)]}


def fix(
    path: str = "", text: str | None = None, unsafe: bool = False, only: Sequence[str] = (), write: bool = False
) -> dict[str, object]:
    """Repair a Dockerfile: each fix is proved by analysing again.

    Args:
        path: a Dockerfile.
        text: the text of one instead.
        unsafe: make the unsafe fixes too, such as another base image.
        only: make only these fixes, by id or by rule and number (cgo-off, DF101:2).
        write: write the file; otherwise nothing is written.

    Returns:
        ``text`` after the fixes, ``diff`` (empty once the file is written), and of the file ``applied`` and the
        ``findings`` that are left.
    """
    names = read_fix_ids(list(only), Place(os.getcwd()))
    if text is not None:
        return _fixed_text(text, unsafe, names)
    settings = Settings(unsafe_fixes=unsafe or None, fix_ids=names or None)
    if not os.path.isfile(_inside(path)):
        raise ValueError(f"{path or 'the path'} is no file: name one Dockerfile")
    (report,) = _reports(settings, path, diff=not write, write=write)
    return {
        "text": readable(report.source.text),
        "diff": report.output.decode("utf-8", "replace"),
        "written": write and report.changed,
        **file_object(report),
    }


def explain(name: str) -> str:
    """The page of a rule (DF101, foreign-libc) or of a fix (cgo-off): why it is a fault, and what the fix costs."""
    return "\n".join(pages_named(name))


def inspect(path: str, against: str = "") -> dict[str, object]:
    """What compiled files need, and whether their root filesystem offers it.

    Args:
        path: a program, a folder that is a root filesystem, or an image archive (docker save, OCI).
        against: a base image (alpine:3.20) to judge single files against, as dfix.lock, the configuration or the
            catalog knows it.
    """
    from dfix.config.known_image import image_to_land_on
    from dfix.inspect.run import inspect_path
    from dfix.inspect.table import as_json

    image = image_to_land_on(against, _settings()) if against else None
    if against and image is None:
        raise ValueError(f"dfix does not know the image {against}")
    return as_json([inspect_path(_inside(path), image, against, None, "")])


def _inside(path: str) -> str:
    """A path below the current directory, as it is written.

    Raises:
        ValueError: it leads out.
    """
    if "\0" in path:
        raise ValueError("a path has no NUL")
    top = os.path.realpath(".")
    real = os.path.realpath(path)
    if real != top and not real.startswith(top.rstrip("/") + "/"):
        raise ValueError(f"{path} is not below the directory in which dfix runs")
    return path


def _settings() -> Settings:
    """The settings of the current directory, with its lock file.

    Raises:
        ValueError: a configuration file, or the lock file, is wrong.
    """
    try:
        return Finder().for_directory(os.getcwd()).settings
    except ConfigError as error:
        raise ValueError(f"{os.path.basename(error.path)}: {error}") from None


def _options() -> Options:
    """How a text is judged: by these settings, without a build context."""
    return options_of(_settings(), TEXT)._replace(context=None)


def _reports(settings: Settings, path: str, *, diff: bool = False, write: bool = False) -> list[FileReport]:
    task = Task(settings, Finder(), Baseline(os.getcwd()), write, diff)
    items: list[Item] = list(find([_inside(path)]))
    return [work(task, item) for item in items]


def _of_text(text: str) -> FileReport:
    import dfix

    analysis = dfix.analyse(text, _options())
    return FileReport(TEXT, analysis.source, analysis.findings)


def _fixed_text(text: str, unsafe: bool, names: tuple[str, ...]) -> dict[str, object]:
    import dfix
    from dfix.text.diff import unified_diff

    allowed = Applicability.UNSAFE if unsafe else Applicability.SAFE
    result = dfix.fix(text, _options(), allowed=allowed, names=names)
    left = result.remaining
    report = FileReport(TEXT, left.source, left.findings, applied=result.applied)
    diff = unified_diff(text.encode("utf-8", "surrogateescape"), result.data, "Dockerfile")
    return {"text": result.text, "diff": diff.decode("utf-8", "replace"), "written": False, **file_object(report)}
