"""The libraries of the system that packages need which pip installed into an environment of conda: see ``packages.py``.

Conda's own packages bring their libraries along, and where there are more than a few, they may bring any. What pip
compiles may have linked those, so it is left out.
"""

from collections.abc import Iterator

from dfix.confidence import Confidence
from dfix.trace.knowledge.conda_file import listed_environment
from dfix.trace.knowledge.needs import packages
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

# Packages that bring no library of a desktop, of pictures or of databases.
PLAIN = frozenset(
    "python pip setuptools wheel numpy pandas scipy scikit-learn requests pyyaml tqdm joblib cython".split()
)


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What the packages of pip in an environment look for."""
    environment, made = artifact.environment, artifact.made
    if environment is None or not environment.names or made is None or builder is None:
        return
    listed = listed_environment(made.call, builder)
    is_plain = listed is not None and PLAIN.issuperset(listed.packages)
    of_pip = artifact._replace(environment=environment._replace(language="python"))
    for need in packages.needs(of_pip, builder):
        if need.ready_made:
            yield need if is_plain else need._replace(sure=Confidence.POSSIBLE)
