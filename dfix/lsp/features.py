"""What the server answers to each question of the protocol."""

from collections.abc import Callable, Sequence
from typing import BinaryIO, cast

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from dfix.findings import Applicability
from dfix.lsp import outline
from dfix.lsp.actions import FIX_ALL, code_actions, repaired
from dfix.lsp.hover import hover
from dfix.lsp.server import Server
from dfix.run.baseline import DEFAULT
from dfix.run.messages import Messages

WATCHED = (
    "**/dfix.toml",
    "**/.dfix.toml",
    "**/pyproject.toml",
    "**/dfix.lock",
    "**/go.mod",
    "**/*.go",
    "**/Makefile",
    f"**/{DEFAULT}",
)


def serve(address: tuple[str, int] | None, messages: Messages) -> None:
    """Run until the editor ends it: over these messages and standard output, or at a host and port."""
    server = make_server()
    if address:
        server.start_tcp(*address)
    else:
        server.start_io(cast(BinaryIO, messages))


def make_server() -> Server:
    """A server that answers everything in ``ANSWERS``."""
    server = Server()
    for method, answer in ANSWERS.items():
        server.feature(method, OPTIONS.get(method))(answer)
    return server


def _initialized(server: Server, params: lsp.InitializedParams) -> None:
    _watch(server)


def _did_open(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    server.renew(params.text_document.uri)


def _did_change(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    server.renew(params.text_document.uri)


def _did_save(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    # What lies beside it may have changed since.
    server.renew(params.text_document.uri)


def _did_close(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    server.documents.pop(uri, None)
    server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


def _code_action(server: Server, params: lsp.CodeActionParams) -> Sequence[lsp.CodeAction]:
    document = server.document(params.text_document.uri)
    if document is None:
        return []
    capabilities = server.client_capabilities
    edit = capabilities.workspace.workspace_edit if capabilities.workspace else None
    versioned = bool(edit and edit.document_changes)
    only = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()] or None
    actions = code_actions(document, params.range, only, server.rule_url(document), versioned=versioned)
    own = capabilities.text_document.code_action if capabilities.text_document else None
    shows_disabled = bool(own and own.disabled_support)
    return [action for action in actions if shows_disabled or action.disabled is None]


def _formatting(server: Server, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
    return _all_fixes(server, params.text_document.uri)


def _will_save(server: Server, params: lsp.WillSaveTextDocumentParams) -> list[lsp.TextEdit]:
    return _all_fixes(server, params.text_document.uri) if server.fix_on_save else []


def _hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    document = server.document(params.text_document.uri)
    return hover(document, params.position) if document else None


def _inlay_hint(server: Server, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
    document = server.document(params.text_document.uri)
    return list(outline.hints(document, params.range)) if document else []


def _document_symbol(server: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    document = server.document(params.text_document.uri)
    return list(outline.symbols(document)) if document else []


def _definition(server: Server, params: lsp.DefinitionParams) -> lsp.Location | None:
    document = server.document(params.text_document.uri)
    return outline.definition(document, params.position) if document else None


def _references(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location]:
    document = server.document(params.text_document.uri)
    return outline.references(document, params.position) if document else []


def _prepare_rename(server: Server, params: lsp.PrepareRenameParams) -> lsp.Range | None:
    document = server.document(params.text_document.uri)
    return outline.renamable(document, params.position) if document else None


def _rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    document = server.document(params.text_document.uri)
    made = outline.rename(document, params.position, params.new_name) if document else []
    if isinstance(made, str):
        raise JsonRpcInvalidParams(made)
    return lsp.WorkspaceEdit(changes={params.text_document.uri: made}) if made else None


def _did_change_configuration(server: Server, params: lsp.DidChangeConfigurationParams) -> None:
    server.take(params.settings)
    server.reload()


def _did_change_watched_files(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    server.reload()


def _initialize(server: Server, params: lsp.InitializeParams) -> None:
    server.take(params.initialization_options)


def _all_fixes(server: Server, uri: str) -> list[lsp.TextEdit]:
    """The edits of all fixes that the settings allow without asking."""
    document = server.document(uri)
    if document is None:
        return []
    unsafe = document.settings.unsafe_fixes
    return repaired(document, Applicability.UNSAFE if unsafe else Applicability.SAFE)


def _watch(server: Server) -> None:
    """Have the editor tell when a file changes that the answers depend on, where it can."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if not (watching and watching.dynamic_registration):
        return
    watchers = [lsp.FileSystemWatcher(pattern) for pattern in WATCHED]
    options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
    registration = lsp.Registration("dfix-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    server.client_register_capability(lsp.RegistrationParams([registration]))


# Each takes the server and the parameters of its method.
ANSWERS: dict[str, Callable[..., object]] = {
    lsp.INITIALIZED: _initialized,
    lsp.TEXT_DOCUMENT_DID_OPEN: _did_open,
    lsp.TEXT_DOCUMENT_DID_CHANGE: _did_change,
    lsp.TEXT_DOCUMENT_DID_SAVE: _did_save,
    lsp.TEXT_DOCUMENT_DID_CLOSE: _did_close,
    lsp.TEXT_DOCUMENT_CODE_ACTION: _code_action,
    lsp.TEXT_DOCUMENT_FORMATTING: _formatting,
    lsp.TEXT_DOCUMENT_WILL_SAVE_WAIT_UNTIL: _will_save,
    lsp.TEXT_DOCUMENT_HOVER: _hover,
    lsp.TEXT_DOCUMENT_INLAY_HINT: _inlay_hint,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: _document_symbol,
    lsp.TEXT_DOCUMENT_DEFINITION: _definition,
    lsp.TEXT_DOCUMENT_REFERENCES: _references,
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: _prepare_rename,
    lsp.TEXT_DOCUMENT_RENAME: _rename,
    lsp.WORKSPACE_DID_CHANGE_CONFIGURATION: _did_change_configuration,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _did_change_watched_files,
    lsp.INITIALIZE: _initialize,
}
OPTIONS: dict[str, object] = {
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, FIX_ALL]),
    lsp.TEXT_DOCUMENT_RENAME: lsp.RenameOptions(prepare_provider=True),
}
