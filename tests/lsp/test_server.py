"""The language server as an editor meets it: a real client over standard input and output."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason='the language server needs the extra: pip install ".[test]"')

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

TEXT = (
    "FROM golang:1.22 AS build\nRUN echo '😀é' && go build -o /app .\n"
    "FROM alpine:3.20\nCOPY --from=build /app /app\nRUN ldconfig /usr/lib\n"
)
FOREIGN = "FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM corp/run:1\nCOPY --from=build /app /app\n"
FIXED = TEXT.replace("go build", "CGO_ENABLED=0 go build").replace("RUN ldconfig /usr/lib\n", "")
SECONDS = 30


class Editor(LanguageClient):
    """A client that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__("test-editor", "1")
        self.found: dict[str, list[lsp.Diagnostic]] = {}
        self.told = asyncio.Event()
        self.messages: list[str] = []
        self.registered: list[str] = []

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.found[params.uri] = list(params.diagnostics)
            self.told.set()

        @self.feature(lsp.WINDOW_SHOW_MESSAGE)
        def shown(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)

        @self.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(params: lsp.RegistrationParams) -> None:
            self.registered += [one.method for one in params.registrations]

    async def diagnostics(self, uri: str) -> list[lsp.Diagnostic]:
        """What the server says next of a document."""
        await asyncio.wait_for(self.told.wait(), SECONDS)
        self.told.clear()
        return self.found[uri]


Scenario = Callable[[Editor, str], Awaitable[None]]


def session(
    scenario: Scenario,
    folder: Path,
    text: str = TEXT,
    *,
    encodings: tuple[str, ...] = ("utf-16",),
    options: object = None,
) -> None:
    """Start a server, open the text, and play the scenario."""

    async def play() -> None:
        editor = Editor()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        await editor.start_io(sys.executable, "-m", "dfix", "lsp", env=environment)
        try:
            capabilities = lsp.ClientCapabilities(
                general=lsp.GeneralClientCapabilities(position_encodings=list(encodings)),
                workspace=lsp.WorkspaceClientCapabilities(
                    workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
                    did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
                ),
                text_document=lsp.TextDocumentClientCapabilities(
                    code_action=lsp.CodeActionClientCapabilities(disabled_support=True)
                ),
            )
            await editor.initialize_async(
                lsp.InitializeParams(capabilities, root_uri=folder.as_uri(), initialization_options=options)
            )
            editor.initialized(lsp.InitializedParams())
            (folder / "Dockerfile").write_text(text, encoding="utf-8")
            uri = (folder / "Dockerfile").as_uri()
            editor.text_document_did_open(
                lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "dockerfile", 1, text))
            )
            await asyncio.wait_for(scenario(editor, uri), SECONDS)
            await editor.shutdown_async(None)
            editor.exit(None)
            assert editor._server is not None
            assert await asyncio.wait_for(editor._server.wait(), SECONDS) == 0
        finally:
            if editor._server and editor._server.returncode is None:
                editor._server.kill()
                await editor._server.wait()
            await editor.stop()

    asyncio.run(play())


def identifier(uri: str) -> lsp.TextDocumentIdentifier:
    return lsp.TextDocumentIdentifier(uri)


def applied(text: str, edits: list[lsp.TextEdit] | None, unit: str = "utf-16") -> str:
    """The text after the edits, by the protocol's own rules and independent of dfix's code."""
    lines = text.split("\n")
    width = {"utf-16": lambda c: len(c.encode("utf-16-le")) // 2, "utf-8": lambda c: len(c.encode()), "utf-32": len}[
        unit
    ]

    def offset(place: lsp.Position) -> int:
        before, column = sum(len(line) + 1 for line in lines[: place.line]), 0
        for char in lines[place.line] if place.line < len(lines) else "":
            if column >= place.character:
                break
            before, column = before + 1, column + width(char)
        return before

    for edit in sorted(edits or [], key=lambda one: offset(one.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def version_of(uri: str, version: int) -> lsp.VersionedTextDocumentIdentifier:
    return lsp.VersionedTextDocumentIdentifier(version, uri)


def everything() -> lsp.Range:
    return lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))


def test_diagnostics_as_one_types(tmp_path: Path) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        found = await editor.diagnostics(uri)
        assert [(one.code, one.range.start.line, one.severity) for one in found] == [
            ("DF101", 3, lsp.DiagnosticSeverity.Error),
            ("DF301", 4, lsp.DiagnosticSeverity.Warning),
        ]
        related = found[0].related_information or []
        assert [one.location.range.start.line for one in related] == [0, 1, 2, 3]
        assert found[0].code_description is not None
        change = lsp.TextDocumentContentChangeWholeDocument(FIXED)
        editor.text_document_did_change(lsp.DidChangeTextDocumentParams(version_of(uri, 2), [change]))
        assert await editor.diagnostics(uri) == []
        editor.text_document_did_close(lsp.DidCloseTextDocumentParams(identifier(uri)))
        assert await editor.diagnostics(uri) == []

    session(scenario, tmp_path)


def test_images_are_known_by_the_lock_file(tmp_path: Path) -> None:
    """As soon as it is written, and no longer than it is there; nobody is asked anything."""
    entry = {
        "image": "corp/run:1",
        "platform": "linux/amd64",
        "os": {"id": "alpine", "version": "3.20"},
        "libc": {"musl": {"version": "1.2.5", "loader": "/lib/ld-musl-x86_64.so.1"}},
    }

    async def scenario(editor: Editor, uri: str) -> None:
        assert await editor.diagnostics(uri) == []
        lock = tmp_path / "dfix.lock"
        lock.write_text(json.dumps({"version": 1, "images": [entry]}))
        changed = lsp.DidChangeWatchedFilesParams([lsp.FileEvent(lock.as_uri(), lsp.FileChangeType.Created)])
        editor.workspace_did_change_watched_files(changed)
        (found,) = await editor.diagnostics(uri)
        assert (found.code, "corp/run:1" in found.message or "Alpine 3.20" in found.message) == ("DF101", True)
        lock.unlink()
        editor.workspace_did_change_watched_files(changed)
        assert await editor.diagnostics(uri) == []

    session(scenario, tmp_path, FOREIGN)


@pytest.mark.parametrize("unit", ["utf-16", "utf-8", "utf-32"])
def test_formatting_gives_the_repaired_text(tmp_path: Path, unit: str) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        options = lsp.FormattingOptions(4, insert_spaces=True)
        params = lsp.DocumentFormattingParams(identifier(uri), options)
        edits = await editor.text_document_formatting_async(params)
        assert applied(TEXT, list(edits or []), unit) == FIXED

    session(scenario, tmp_path, encodings=(unit,))


@pytest.mark.parametrize("unit", ["utf-16", "utf-8", "utf-32"])
def test_columns_are_in_the_unit_that_was_agreed_on(tmp_path: Path, unit: str) -> None:
    """``RUN echo '😀é' && `` is 18 UTF-16 units, 17 characters, 21 bytes wide before `go build`."""

    async def scenario(editor: Editor, uri: str) -> None:
        actions = await editor.text_document_code_action_async(
            lsp.CodeActionParams(identifier(uri), everything(), lsp.CodeActionContext([]))
        )
        first = next(one for one in actions or [] if isinstance(one, lsp.CodeAction) and "CGO_ENABLED" in one.title)
        assert first.edit is not None
        change = (first.edit.document_changes or [])[0]
        assert isinstance(change, lsp.TextDocumentEdit)
        assert change.text_document.version == 1
        (edit,) = change.edits
        assert isinstance(edit, lsp.TextEdit)
        assert edit.range.start.character == {"utf-16": 18, "utf-32": 17, "utf-8": 21}[unit]
        assert first.is_preferred

    session(scenario, tmp_path, encodings=(unit,))


def test_code_actions(tmp_path: Path) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        found = await editor.diagnostics(uri)
        params = lsp.CodeActionParams(
            identifier(uri), found[0].range, lsp.CodeActionContext(found, [lsp.CodeActionKind.QuickFix])
        )
        actions = [
            one for one in await editor.text_document_code_action_async(params) or [] if isinstance(one, lsp.CodeAction)
        ]
        titles = [one.title for one in actions]
        assert titles[0] == "DF101: build with CGO_ENABLED=0"
        assert any("gcompat (unsafe, only probably cures)" in title for title in titles)
        assert "DF101: ignore it here" in titles
        assert not any(one.kind == "source.fixAll.dfix" for one in actions)
        whole = lsp.CodeActionParams(identifier(uri), everything(), lsp.CodeActionContext([], ["source.fixAll"]))
        (all_at_once,) = await editor.text_document_code_action_async(whole) or []
        assert isinstance(all_at_once, lsp.CodeAction)
        assert all_at_once.edit is not None
        change = (all_at_once.edit.document_changes or [])[0]
        assert isinstance(change, lsp.TextDocumentEdit)
        assert applied(TEXT, [edit for edit in change.edits if isinstance(edit, lsp.TextEdit)]) == FIXED

    session(scenario, tmp_path)


def test_ignoring_is_an_action_that_silences(tmp_path: Path) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        found = await editor.diagnostics(uri)
        params = lsp.CodeActionParams(identifier(uri), found[0].range, lsp.CodeActionContext(found))
        actions = await editor.text_document_code_action_async(params) or []
        ignore = next(one for one in actions if isinstance(one, lsp.CodeAction) and "ignore it" in one.title)
        change = (ignore.edit.document_changes if ignore.edit else None) or []
        assert isinstance(change[0], lsp.TextDocumentEdit)
        after = applied(TEXT, [edit for edit in change[0].edits if isinstance(edit, lsp.TextEdit)])
        assert "# dfix: ignore=DF101\nCOPY" in after
        whole = lsp.TextDocumentContentChangeWholeDocument(after)
        editor.text_document_did_change(lsp.DidChangeTextDocumentParams(version_of(uri, 2), [whole]))
        assert [one.code for one in await editor.diagnostics(uri)] == ["DF301"]

    session(scenario, tmp_path)


@pytest.mark.parametrize("wanted", [True, False])
def test_saving_repairs_where_it_is_wanted(tmp_path: Path, wanted: bool) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        params = lsp.WillSaveTextDocumentParams(identifier(uri), lsp.TextDocumentSaveReason.Manual)
        edits = await editor.text_document_will_save_wait_until_async(params)
        assert applied(TEXT, list(edits or [])) == (FIXED if wanted else TEXT)

    session(scenario, tmp_path, options={"fixOnSave": wanted})


def test_hovers(tmp_path: Path) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        async def told(line: int, column: int) -> str:
            params = lsp.HoverParams(identifier(uri), lsp.Position(line, column))
            answer = await editor.text_document_hover_async(params)
            return answer.contents.value if answer and isinstance(answer.contents, lsp.MarkupContent) else ""

        assert "Alpine 3.20 (musl 1.2.5)" in await told(2, 7)
        way = await told(3, 20)
        assert "dynamic program, built for glibc (Debian 12, glibc 2.36)" in way
        assert "line 2: <code>go build</code> builds a dynamic program" in way
        assert await told(4, 1) == ""

    session(scenario, tmp_path)


def test_hints_and_symbols(tmp_path: Path) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        shown = await editor.text_document_inlay_hint_async(lsp.InlayHintParams(identifier(uri), everything()))
        assert [(one.position.line, one.label) for one in shown or []] == [
            (0, "Debian 12 · glibc 2.36"),
            (2, "Alpine 3.20 · musl 1.2.5"),
        ]
        symbols = await editor.text_document_document_symbol_async(lsp.DocumentSymbolParams(identifier(uri)))
        assert [one.name for one in symbols or []] == ["build", "stage 1"]

    session(scenario, tmp_path)


STAGES = (
    "FROM alpine:3.20 AS Base\nFROM base AS two\n"
    "RUN --mount=type=bind,from=base,target=/x true\nCOPY --from=BASE /a /a\nCOPY --from=0 /b /b\n"
)


def test_names_of_stages(tmp_path: Path) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        place = lsp.Position(3, 14)
        answer = await editor.text_document_definition_async(lsp.DefinitionParams(identifier(uri), place))
        assert isinstance(answer, lsp.Location)
        assert (answer.range.start.line, answer.range.start.character) == (0, 20)
        places = await editor.text_document_references_async(
            lsp.ReferenceParams(lsp.ReferenceContext(include_declaration=True), identifier(uri), place)
        )
        assert [one.range.start.line for one in places or []] == [0, 1, 2, 3, 4]
        edit = await editor.text_document_rename_async(lsp.RenameParams(identifier(uri), place, "builder"))
        changes = (edit.changes if edit else None) or {}
        after = applied(STAGES, list(changes[uri]))
        assert after == STAGES.replace("Base", "builder").replace("FROM base", "FROM builder").replace(
            "from=base", "from=builder"
        ).replace("BASE", "builder")
        for bad in ("two", "9lives", "a b"):
            with pytest.raises(Exception, match="stage"):
                await editor.text_document_rename_async(lsp.RenameParams(identifier(uri), place, bad))

    session(scenario, tmp_path, STAGES)


def test_the_configuration_is_read_and_read_again(tmp_path: Path) -> None:
    (tmp_path / "dfix.toml").write_text('ignore = ["DF3"]\n')

    async def scenario(editor: Editor, uri: str) -> None:
        assert [one.code for one in await editor.diagnostics(uri)] == ["DF101"]
        (tmp_path / "dfix.toml").write_text('ignore = ["DF1"]\n')
        changed = lsp.FileEvent((tmp_path / "dfix.toml").as_uri(), lsp.FileChangeType.Changed)
        editor.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
        assert [one.code for one in await editor.diagnostics(uri)] == ["DF301"]
        settings = {"dfix": {"ignore": ["DF101", "DF301"]}}
        editor.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings))
        assert await editor.diagnostics(uri) == []
        assert editor.registered == ["workspace/didChangeWatchedFiles"]
        (tmp_path / "dfix.toml").write_text("ignor = []\n")
        editor.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
        await editor.diagnostics(uri)
        assert "did you mean ignore?" in editor.messages[-1]
        # A mistake is told once, not with every key.
        for version in (2, 3):
            change = lsp.TextDocumentContentChangeWholeDocument(TEXT)
            editor.text_document_did_change(lsp.DidChangeTextDocumentParams(version_of(uri, version), [change]))
            await editor.diagnostics(uri)
        assert len(editor.messages) == 1

    session(scenario, tmp_path)


def test_a_baseline_and_exclusions_count_here_too(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(TEXT)
    words = [sys.executable, "-m", "dfix", "--write-baseline", "--select", "DF3", str(tmp_path / "Dockerfile")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run(words, cwd=tmp_path, env=environment, check=True, capture_output=True)
    (tmp_path / "dfix.toml").write_text('baseline = ".dfix-baseline.json"\n')

    async def scenario(editor: Editor, uri: str) -> None:
        assert [one.code for one in await editor.diagnostics(uri)] == ["DF101"]
        (tmp_path / "dfix.toml").write_text('exclude = ["Dockerfile"]\n')
        changed = lsp.FileEvent((tmp_path / "dfix.toml").as_uri(), lsp.FileChangeType.Changed)
        editor.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([changed]))
        assert await editor.diagnostics(uri) == []

    session(scenario, tmp_path)


HOSTILE_NAME = "/a\x1b]8;;x|<img>\u202e_b_~~"
HOSTILE = (
    f"FROM golang:1.22 AS b\nRUN go build -o '{HOSTILE_NAME}' .\nFROM alpine:3.20\nCOPY --from=b {HOSTILE_NAME} /x\n"
)


def test_a_hostile_text_speaks_in_no_hover(tmp_path: Path) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        (found,) = await editor.diagnostics(uri)
        assert not set("\x1b\u202e") & set(found.message)
        shown = []
        for line in (1, 3):
            answer = await editor.text_document_hover_async(lsp.HoverParams(identifier(uri), lsp.Position(line, 16)))
            shown.append(answer.contents.value if answer and isinstance(answer.contents, lsp.MarkupContent) else "")
        assert shown[1]
        assert not [text for text in shown if set("\x1b\u202e") & set(text) or "<img" in text or "_b_" in text]

    session(scenario, tmp_path, HOSTILE)


@pytest.mark.parametrize(
    "text", ["", "FROM", "\ufeffFROM alpine\r\n", "a\rb\r\nFROM x\u2028y\x0b\n", "RUN \\\n", "\ud83d"]
)
def test_odd_texts_are_answered(tmp_path: Path, text: str) -> None:
    async def scenario(editor: Editor, uri: str) -> None:
        await editor.diagnostics(uri)
        params = lsp.DocumentFormattingParams(identifier(uri), lsp.FormattingOptions(4, insert_spaces=True))
        assert not await editor.text_document_formatting_async(params)
        await editor.text_document_hover_async(lsp.HoverParams(identifier(uri), lsp.Position(9, 9)))

    session(scenario, tmp_path, text.encode("utf-8", "replace").decode())
