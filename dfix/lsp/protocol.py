"""The protocol as pygls speaks it, with an answer to each request: pygls gives some wrong ones none."""

from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import RPCMessage


class Protocol(LanguageServerProtocol):
    """Answers what cannot be read, and what comes after the end, with an error."""

    def structure_message(self, data: dict[str, Any]) -> object:
        """Make a message of JSON.

        Raises:
            JsonRpcException: it is none.
        """
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data:
                self._refuse(data.get("id"), error)
            raise

    def handle_message(self, message: RPCMessage) -> None:
        """Handle a message; after ``shutdown`` nothing but ``exit`` is handled."""
        if self._shutdown and getattr(message, "method", lsp.EXIT) != lsp.EXIT:
            self._refuse(getattr(message, "id", None), JsonRpcInvalidRequest("the server was shut down"))
            return
        super().handle_message(message)

    def _refuse(self, number: object, error: JsonRpcException) -> None:
        if isinstance(number, (str, int)):
            self._send_response(number, error=error.to_response_error())
