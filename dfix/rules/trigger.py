"""What a file must have for a rule to find something, so that most files need not be traced."""

from dfix.values import NamedTuple


class Trigger(NamedTuple):
    """A rule finds nothing in a file that has none of these; the instructions alone tell whether it has.

    ``words``: one of them stands in an instruction or a heredoc. ``arrivals``: a program, a library or a
    script may arrive in a stage: from another stage or image, from the build context, from a heredoc, or by
    a download. ``bare_base``: a stage that may have no shell or interpreter starts or names one. ``faults``:
    BuildKit would refuse the file. ``directives``: a comment speaks to dfix. ``written_platform``: a stage is
    ``FROM --platform=$BUILDPLATFORM``, or ``FROM --platform`` at all in a build with ``--platform``. ``named_architecture``:
    words name an architecture, and the build may be for another one. ``installers``: one of these words stands there, and a language's package that looks for libraries is named, or files of the
    project that may name one are copied in. ``fetched``: the name of a file that a download writes stands twice.

    ``landing`` is asked once the file is traced: all of these hold for something that landed. They are names of
    ``Outcome`` in lower case, ``download``, ``environment`` and ``library`` (one is among what landed). A rule
    with ``landing`` is imported only then.
    """

    words: tuple[str, ...] = ()
    arrivals: bool = False
    bare_base: bool = False
    faults: bool = False
    directives: bool = False
    landing: tuple[str, ...] = ()
    written_platform: bool = False
    named_architecture: bool = False
    installers: tuple[str, ...] = ()
    fetched: bool = False


ARRIVALS = Trigger(arrivals=True)
