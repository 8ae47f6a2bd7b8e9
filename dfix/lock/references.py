"""Which images the files of a project name: in FROM, in ``--from=``, and in files that build Dockerfiles."""

import os
from collections.abc import Iterable, Iterator

from dfix.hosts import HostError, extract, is_host
from dfix.hosts.references import every_reference
from dfix.images import UserImage, parse_reference
from dfix.images.user_images import Built, built_image
from dfix.plan import Build, BuildError, BuildOptions, ImageBase, StageBase, plan
from dfix.plan.build import platform_of, sources
from dfix.run.files import FileError, Selection, find, read
from dfix.run.work import Planned, Task, options_of, planned_by
from dfix.syntax import parse
from dfix.text import UNKNOWN_TEXT, Source
from dfix.text.paths import is_pattern, join_path
from dfix.values import NamedTuple


class Wanted:
    """An image that the project names: for which platforms, and which files are copied out of it.

    A platform is empty where no file tells it. ``named_in`` are the files that name it.
    """

    def __init__(self, reference: str) -> None:
        """Nothing is known but the reference."""
        self.reference = reference
        self.platforms: set[str] = set()
        self.files: set[str] = set()
        self.named_in: set[str] = set()


class Named(NamedTuple):
    """All images that a project names, by reference; those that it builds itself; what could not be read."""

    wanted: dict[str, Wanted]
    built: dict[str, Built]
    errors: tuple[FileError, ...]


def named_images(paths: Iterable[str], selection: Selection, task: Task, top: str) -> Named:
    """The images that the files below some paths name; ``top`` is the directory of the lock file.

    Raises:
        dfix.config.ConfigError: a configuration file is wrong.
    """
    wanted: dict[str, Wanted] = {}
    built: dict[str, Built] = {}
    errors: list[FileError] = []
    for item in _items(find(paths, selection), built, top):
        if isinstance(item, FileError):
            errors.append(item)
            continue
        path = item.path if isinstance(item, Planned) else item
        try:
            settings = task.settings(path, item.settings) if isinstance(item, Planned) else task.settings(path)
            for build in _builds(path, options_of(settings, path).build):
                _collect(build, path, _Collection(wanted, settings.images or ()))
        except (FileError, HostError, BuildError) as error:
            errors.append(FileError(path, str(error), getattr(error, "help", "")))
    own = {canonical(name): how for name, how in built.items()}
    return Named({name: one for name, one in sorted(wanted.items()) if name not in own}, own, tuple(errors))


def canonical(reference: str) -> str:
    """A reference as the lock file writes it: with ``latest`` where neither tag nor digest is named."""
    parsed = parse_reference(reference)
    if parsed is None or parsed.tag or parsed.digest:
        return reference
    return f"{reference}:latest"


def _items(found: Iterable[str | FileError], built: dict[str, Built], top: str) -> Iterator[str | Planned | FileError]:
    """The files, and the builds that host files among them name; ``built`` gets the images that these make."""
    for item in found:
        yield item
        if isinstance(item, str) and is_host(item):
            try:
                yield from _planned(item)
                built.update(_built_by(item, top))
            except (FileError, HostError):
                continue  # the error is reported with the file itself


def _planned(path: str) -> Iterator[Planned | FileError]:
    """The builds that a file names, each once for each of its platforms."""
    folder = os.path.dirname(path)
    platforms: dict[tuple[str, str | None, frozenset[tuple[str, str]]], set[str]] = {}
    for one in every_reference(path, read(path)):
        key = (os.path.normpath(os.path.join(folder, one.dockerfile)), one.target, frozenset(one.args.items()))
        platforms.setdefault(key, set()).update(one.platforms)
    for planned in planned_by(path):
        if isinstance(planned, FileError):
            yield planned
            continue
        how = planned.settings
        named = platforms.get((planned.path, how.target, frozenset((how.build_args or {}).items())), set())
        for platform in sorted(named):
            yield planned._replace(settings=how._replace(platform=platform))
        if not named:
            yield planned


def _built_by(path: str, top: str) -> Iterator[tuple[str, Built]]:
    """The images that the builds of a file make, as far as their Dockerfiles lie below ``top``."""
    folder = os.path.dirname(os.path.abspath(path))
    for one in every_reference(path, read(path)):
        dockerfile, context = (
            os.path.relpath(os.path.join(folder, each), top) for each in (one.dockerfile, one.context)
        )
        if dockerfile.startswith("..") or not os.path.isfile(os.path.join(top, dockerfile)):
            continue
        for image in one.images:
            if parse_reference(image) is not None:
                yield image, Built(dockerfile, context, one.target, one.args)


def _builds(path: str, options: BuildOptions) -> Iterator[Build]:
    data = read(path)
    texts = [one.data for one in extract(path, data)] if is_host(path) else [data]
    for text in texts:
        yield plan(parse(Source(text)), options)


class _Collection(NamedTuple):
    """What was found so far, and the images of which the user says that the project builds them."""

    wanted: dict[str, Wanted]
    user_images: tuple[UserImage, ...]

    def want(self, text: str, platform: str, path: str) -> bool:
        """Note that a file names an image; False where it need not be asked for, and for what is no reference."""
        if UNKNOWN_TEXT in text or "$" in text or text == "scratch" or parse_reference(text) is None:
            return False
        if built_image(text, self.user_images):
            return False
        one = self.wanted.setdefault(canonical(text), Wanted(canonical(text)))
        one.platforms.add(platform)
        one.named_in.add(path)
        return True


def _collect(build: Build, path: str, found: _Collection) -> None:
    """Add what a Dockerfile names."""
    for stage in build.stages:
        if isinstance(stage.base, ImageBase):
            found.want(stage.base.text, platform_of(build, stage) or "", path)
        for instruction in stage.body:
            for name in sources(instruction) if instruction.flags else ():
                image = _image_of(build, name)
                if image and found.want(image, platform_of(build, stage) or "", path) and instruction.keyword == "COPY":
                    found.wanted[canonical(image)].files.update(_copied(instruction.words))


def _image_of(build: Build, name: str) -> str:
    """The image that ``--from=`` means, or that is below the stage which it means; empty for none."""
    outside = build.options.image_of(name)
    if outside is not None:
        return outside
    stage = build.stage_named(name)
    for _ in build.stages if stage else ():
        if not isinstance(stage.base, StageBase):  # type: ignore[union-attr]
            break
        stage = build.stages[stage.base.number]  # type: ignore[union-attr]
    if stage is None:
        return "" if name.isdigit() else name
    return stage.base.text if isinstance(stage.base, ImageBase) else ""


def _copied(words: "tuple[object, ...]") -> Iterator[str]:
    """The paths that a COPY names exactly."""
    for word in words[:-1]:
        text = str(getattr(word, "text", ""))
        if "$" not in text and not is_pattern(text) and UNKNOWN_TEXT not in text and text.strip("/"):
            yield join_path("/", text)
