"""The builders that dfix can call, and their command lines. Adding a builder is adding a row to ``BUILDERS``.

Every builder ends with an archive of the image, which ``dfix inspect`` reads; an image that lies in the builder's
store is removed again. What a builder keeps as its cache stays.
"""

import os
from collections.abc import Callable, Mapping

from dfix.values import NamedTuple, TypeAlias

Words: TypeAlias = "tuple[str, ...]"


class Job(NamedTuple):
    """One build: ``dockerfile`` and ``context`` are paths, ``stage`` a stage's name or number.

    ``archive`` is the path of the archive that is made, ``image`` the name that the image has until it is removed.
    """

    dockerfile: str
    context: str
    stage: str
    archive: str
    image: str
    build_args: Mapping[str, str] = {}
    build_contexts: Mapping[str, str] = {}
    platform: str = ""


class Builder(NamedTuple):
    """A builder: ``probe`` is a command that succeeds where it can be used.

    ``build`` makes the image, ``export`` writes its archive where ``build`` did not, ``remove`` takes away what they
    left in the builder's store. ``run`` says how words are run in the image; None: the builder keeps no image.
    """

    name: str
    probe: Words
    build: Callable[[Job], Words]
    export: Callable[[Job], Words] | None = None
    remove: Callable[[Job], Words] | None = None
    run: "Callable[[Job, Words], Run] | None" = None
    needs_variable: str = ""

    def is_possible(self) -> bool:
        """Whether the environment asks for it, where it must."""
        return not self.needs_variable or bool(os.environ.get(self.needs_variable))


class Run(NamedTuple):
    """How words are run in an image: what comes before, the run itself, and what cleans up."""

    before: tuple[Words, ...]
    run: Words
    after: tuple[Words, ...]


def _switches(job: Job, build_context: str = "--build-context") -> Words:
    """The switches that docker, podman and buildah have in common."""
    words = ["--file", job.dockerfile, "--target", job.stage]
    for name, value in job.build_args.items():
        words += ["--build-arg", f"{name}={value}"]
    for name, value in job.build_contexts.items():
        words += [build_context, f"{name}={value}"]
    return (*words, *(("--platform", job.platform) if job.platform else ()))


def _buildx(job: Job) -> Words:
    return ("docker", "buildx", "build", *_switches(job), "--output", f"type=docker,dest={job.archive}", job.context)


def _buildctl(job: Job) -> Words:
    folder, name = os.path.split(job.dockerfile)
    words = ["buildctl", "build", "--frontend", "dockerfile.v0", "--local", f"context={job.context}"]
    words += ["--local", f"dockerfile={folder}", "--opt", f"filename={name}", "--opt", f"target={job.stage}"]
    for key, value in job.build_args.items():
        words += ["--opt", f"build-arg:{key}={value}"]
    for key, value in job.build_contexts.items():
        words += ["--opt", f"context:{key}={value}"]
    words += ["--opt", f"platform={job.platform}"] if job.platform else []
    return (*words, "--output", f"type=docker,dest={job.archive}")


def _docker_run(program: str) -> Callable[[Job, Words], Run]:
    def commands(job: Job, words: Words) -> Run:
        return Run((), (program, "run", "--rm", "--entrypoint", words[0], job.image, *words[1:]), ())

    return commands


def _buildah_run(job: Job, words: Words) -> Run:
    container = f"{job.image.rpartition('/')[2]}-run"
    return Run(
        (("buildah", "from", "--pull-never", "--name", container, job.image),),
        ("buildah", "run", container, "--", *words),
        (("buildah", "rm", container),),
    )


# In the order in which they are tried.
BUILDERS = (
    Builder("buildctl", ("buildctl", "debug", "workers"), _buildctl, needs_variable="BUILDKIT_HOST"),
    Builder("buildx", ("docker", "buildx", "inspect"), _buildx),
    Builder(
        "docker",
        ("docker", "info"),
        lambda job: ("docker", "build", *_switches(job), "--tag", job.image, job.context),
        lambda job: ("docker", "save", "--output", job.archive, job.image),
        lambda job: ("docker", "rmi", "--force", job.image),
        _docker_run("docker"),
    ),
    Builder(
        "podman",
        ("podman", "info"),
        lambda job: ("podman", "build", "--layers", *_switches(job), "--tag", job.image, job.context),
        lambda job: ("podman", "save", "--quiet", "--format", "oci-archive", "--output", job.archive, job.image),
        lambda job: ("podman", "rmi", "--force", job.image),
        _docker_run("podman"),
    ),
    Builder(
        "buildah",
        ("buildah", "info"),
        lambda job: ("buildah", "build", "--layers", *_switches(job), "--tag", job.image, job.context),
        lambda job: ("buildah", "push", "--quiet", job.image, f"oci-archive:{job.archive}"),
        lambda job: ("buildah", "rmi", "--force", job.image),
        _buildah_run,
    ),
)
NAMES = tuple(builder.name for builder in BUILDERS)
