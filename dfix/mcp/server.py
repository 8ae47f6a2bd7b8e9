"""The server: the functions of ``tools.py`` offered by the protocol's official SDK, over standard input and output."""

from collections.abc import Callable
from functools import wraps

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from dfix import __version__
from dfix.inspect.folder import InspectError
from dfix.mcp import tools
from dfix.plan import BuildError

INSTRUCTIONS = """\
dfix says whether every file that a stage of a Dockerfile receives can run where it lands: for which C library
(glibc, musl, none), which version of it and which architecture it was built, and where COPY --from puts it. Use it
when a program answers "not found" or "no such file or directory" although it is there, when the loader says
"version `GLIBC_2.34' not found" or "Exec format error", and after you write or change a Dockerfile.
"""


def server() -> MCPServer:
    """A server with all tools."""
    made = MCPServer("dfix", instructions=INSTRUCTIONS, version=__version__)
    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    writes = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in (tools.analyse, tools.explain, tools.inspect):
        made.tool(annotations=reads)(_told(tool))
    made.tool(annotations=writes)(_told(tools.fix))
    return made


def _told(tool: Callable[..., object]) -> Callable[..., object]:
    """The tool; what it refuses reaches the agent as a message, not as a crash of the server."""

    @wraps(tool)
    def told(*args: object, **arguments: object) -> object:
        try:
            return tool(*args, **arguments)
        except (ValueError, InspectError, BuildError) as error:
            raise ToolError(str(error)) from None

    return told
