"""The server's state: it keeps the open documents and reloads the settings. ``features.py`` answers."""

import os

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from dfix import __version__
from dfix.config import ConfigError, Finder, Settings
from dfix.config.settings import SETTINGS, Place
from dfix.lsp.diagnostics import diagnostics
from dfix.lsp.document import Document, open_document
from dfix.lsp.protocol import Protocol
from dfix.plan import BuildError
from dfix.run.baseline import Baseline, BaselineError, load
from dfix.run.files import LARGEST, Selection
from dfix.run.pages import local_address
from dfix.run.work import options_of


class Server(LanguageServer):
    """Keeps an analysis of each open document; a new text or new settings need a new one."""

    def __init__(self) -> None:
        """Nothing is open."""
        # Whole texts are sent: a Dockerfile is small, and no two sides must agree on what a line is.
        super().__init__("dfix", __version__, lsp.TextDocumentSyncKind.Full, protocol_cls=Protocol)
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
            options = options_of(settings, named, self._known(settings, named), data)
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
        """Analyse a document again and publish its findings."""
        self._analyse(uri)
        self.publish(uri)

    def publish(self, uri: str) -> None:
        """Send the findings of a document to the editor."""
        document = self.documents.get(uri)
        found = diagnostics(document, self.rule_url(document)) if document else []
        version = document.version if document else None
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))

    def rule_url(self, document: Document) -> str:
        """Where the rules' pages are."""
        return document.settings.rule_url or local_address()

    def reload(self) -> None:
        """Read the configuration again and analyse every open document."""
        from dfix.trace.interpreter.built_base import forget

        forget()
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
        """Show an error once, not at every key that is pressed."""
        if message in self._told:
            return
        self._told.add(message)
        self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"dfix: {message}"))
