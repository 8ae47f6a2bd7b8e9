"""The server: documents kept, questions answered, settings reloaded."""

import os
from collections.abc import Sequence

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from dfix import __version__
from dfix.config import ConfigError, Finder, Settings
from dfix.config.settings import SETTINGS, Place
from dfix.findings import Applicability
from dfix.lsp import outline
from dfix.lsp.actions import FIX_ALL, code_actions, repaired
from dfix.lsp.diagnostics import diagnostics
from dfix.lsp.document import Document, open_document
from dfix.lsp.hover import hover
from dfix.plan import BuildError
from dfix.run.baseline import DEFAULT, Baseline, BaselineError, load
from dfix.run.files import LARGEST, Selection
from dfix.run.pages import local_address
from dfix.run.work import options_of

WATCHED = ("**/dfix.toml", "**/.dfix.toml", "**/pyproject.toml", "**/go.mod", "**/*.go", "**/Makefile", f"**/{DEFAULT}")


class Server(LanguageServer):
    """Keeps an analysis of each open document; a new text or new settings make a new one."""

    def __init__(self) -> None:
        """Nothing is open."""
        # Whole texts are sent: a Dockerfile is small, and no two sides must agree on what a line is.
        super().__init__("dfix", __version__, lsp.TextDocumentSyncKind.Full)
        self.documents: dict[str, Document] = {}
        self.finder = Finder()
        self.given = Settings()
        self.fix_on_save = False
        self._baselines: dict[str, Baseline] = {}
        self._told: set[str] = set()

    @property
    def encoding(self) -> str:
        """The unit of columns that was agreed on."""
        agreed = self.server_capabilities.position_encoding or lsp.PositionEncodingKind.Utf16
        return str(getattr(agreed, "value", agreed))

    def document(self, uri: str) -> Document | None:
        """The open document of that address, analysed."""
        if uri not in self.documents:
            self._analyse(uri)
        return self.documents.get(uri)

    def _analyse(self, uri: str) -> None:
        text = self.workspace.get_text_document(uri)
        data = text.source.encode("utf-8", "surrogatepass")
        self.documents.pop(uri, None)
        if len(data) > LARGEST or b"\0" in data:
            return
        path = to_fs_path(uri) if uri.startswith("file:") else None
        named = path or f"<{uri}>"
        try:
            settings = self._settings(path)
            if path and Selection(exclude=settings.exclude or ()).skips(path):
                return
            options = options_of(settings, named, self._known(settings, named))
            document = open_document(uri, named, text.version, data, settings, options, self.encoding)
        except ConfigError as error:
            self._tell(f"{error.path}: {error}")
            return
        except (BuildError, BaselineError) as error:
            self._tell(str(error))
            return
        self.documents[uri] = document

    def _settings(self, path: str | None) -> Settings:
        if path is None:
            return self.given
        return self.given.over(self.finder.for_directory(os.path.dirname(path)).for_file(path))

    def _known(self, settings: Settings, path: str) -> frozenset[str]:
        """The fingerprints that the baseline holds for a file; it is read once."""
        if not settings.baseline:
            return frozenset()
        if settings.baseline not in self._baselines:
            self._baselines[settings.baseline] = load(settings.baseline)
        return self._baselines[settings.baseline].known(path)

    def renew(self, uri: str) -> None:
        """Analyse a document anew and tell what was found."""
        self._analyse(uri)
        self.publish(uri)

    def publish(self, uri: str) -> None:
        """Tell the findings of a document."""
        document = self.documents.get(uri)
        found = diagnostics(document, self.rule_url(document)) if document else []
        version = document.version if document else None
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))

    def rule_url(self, document: Document) -> str:
        """Where the rules' pages are."""
        return document.settings.rule_url or local_address()

    def reload(self) -> None:
        """Read the configuration anew and look at every open document again."""
        self.finder = Finder()
        self._baselines.clear()
        self._told.clear()
        for uri in list(self.workspace.text_documents):
            self.renew(uri)

    def take(self, options: object) -> None:
        """Take the editor's own settings: those of a configuration file, and ``fixOnSave``.

        They come before the files', as words on a command line do.
        """
        table = options.get("dfix", options) if isinstance(options, dict) else {}
        if not isinstance(table, dict):
            return
        self.fix_on_save = bool(table.get("fixOnSave", self.fix_on_save))
        values: dict[str, object] = {}
        for setting in SETTINGS:
            value = table.get(setting.key)
            if value is None or value == "" or value == []:
                continue
            try:
                values[setting.field] = setting.read(value, Place(self.workspace.root_path or os.getcwd()))
            except ValueError as error:
                self._tell(f"dfix.{setting.key}: {error}")
        self.given = Settings._make(values.get(field) for field in Settings._fields)

    def _tell(self, message: str) -> None:
        """Tell a mistake once, not with every key that is pressed."""
        if message in self._told:
            return
        self._told.add(message)
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"dfix: {message}"))


def serve(address: tuple[str, int] | None) -> None:
    """Run until the editor ends it, over standard input and output or at an address."""
    server = make_server()
    if address:
        server.start_tcp(*address)
    else:
        server.start_io()


def make_server() -> Server:  # noqa: C901 - one small answer for each question of the protocol
    """A server that knows all its answers."""
    server = Server()

    @server.feature(lsp.INITIALIZED)
    def initialized(params: lsp.InitializedParams) -> None:
        _watch(server)

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        server.renew(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        server.renew(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: lsp.DidSaveTextDocumentParams) -> None:
        # What lies beside it may have changed since.
        server.renew(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.documents.pop(uri, None)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, FIX_ALL]),
    )
    def code_action(params: lsp.CodeActionParams) -> Sequence[lsp.CodeAction]:
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

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        return _safely(server, params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_WILL_SAVE_WAIT_UNTIL)
    def will_save(params: lsp.WillSaveTextDocumentParams) -> list[lsp.TextEdit]:
        return _safely(server, params.text_document.uri) if server.fix_on_save else []

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def on_hover(params: lsp.HoverParams) -> lsp.Hover | None:
        document = server.document(params.text_document.uri)
        return hover(document, params.position) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def inlay_hint(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        document = server.document(params.text_document.uri)
        return list(outline.hints(document, params.range)) if document else []

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def document_symbol(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        document = server.document(params.text_document.uri)
        return list(outline.symbols(document)) if document else []

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        document = server.document(params.text_document.uri)
        return outline.definition(document, params.position) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        document = server.document(params.text_document.uri)
        return outline.references(document, params.position) if document else []

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare_rename(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        document = server.document(params.text_document.uri)
        return outline.renamable(document, params.position) if document else None

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        document = server.document(params.text_document.uri)
        made = outline.rename(document, params.position, params.new_name) if document else []
        if isinstance(made, str):
            raise JsonRpcInvalidParams(made)
        return lsp.WorkspaceEdit(changes={params.text_document.uri: made}) if made else None

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: lsp.DidChangeConfigurationParams) -> None:
        server.take(params.settings)
        server.reload()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: lsp.DidChangeWatchedFilesParams) -> None:
        server.reload()

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        server.take(params.initialization_options)

    return server


def _safely(server: Server, uri: str) -> list[lsp.TextEdit]:
    """The edits of all fixes that may be made without asking."""
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
