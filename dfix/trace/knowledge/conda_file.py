"""The file of an environment that a command of conda reads."""

from dfix.manifests.conda_environment import CondaEnvironment, conda_environment
from dfix.trace.state.call import Call
from dfix.trace.state.root import Root


def listed_environment(call: Call, root: Root) -> CondaEnvironment | None:
    """What the file of the environment lists; None where there is none, or it is not available."""
    file = call.option("-f", "--file")
    if root.context is None or (file is None and not call.has("env")):
        return None
    name = file.text if file else "environment.yml"
    return conda_environment(root.read, call.path(name)) if name.endswith((".yml", ".yaml")) else None
