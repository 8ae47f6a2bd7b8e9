import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import {
  CodeActionRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  InitializeRequest,
  InitializedNotification,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  ExitNotification,
  StreamMessageReader,
  StreamMessageWriter,
  WillSaveTextDocumentWaitUntilRequest,
  TextDocumentSaveReason,
  type Diagnostic,
} from "vscode-languageserver-protocol/node";

const uri = "file:///w/Dockerfile";
const text = "FROM golang:1.22 AS b\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=b /app /app\n";

/** The library that VS Code's own client is made of speaks to the server that the extension starts. */
test("findings, repairs and repair on save", { timeout: 60_000 }, async () => {
  const server = spawn(process.env["DFIX"] ?? "dfix", ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const told = new Promise<Diagnostic[]>((resolve) =>
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => resolve(params.diagnostics)),
  );
  connection.listen();
  const answer = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } } },
    initializationOptions: { fixOnSave: true, path: "", select: [], "min-confidence": "", "unsafe-fixes": null },
  });
  assert.ok(answer.capabilities.hoverProvider && answer.capabilities.inlayHintProvider);
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "dockerfile", version: 1, text },
  });
  const [found] = await told;
  assert.equal(found?.code, "DF101");
  const actions = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: found.range,
    context: { diagnostics: [found] },
  });
  assert.ok(actions?.some((action) => action.title === "DF101: build with CGO_ENABLED=0"));
  const edits = await connection.sendRequest(WillSaveTextDocumentWaitUntilRequest.type, {
    textDocument: { uri },
    reason: TextDocumentSaveReason.Manual,
  });
  assert.deepEqual(edits?.map((edit) => edit.newText), ["RUN CGO_ENABLED=0 go build -o /app .\n"]);
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  const code = await new Promise((resolve) => server.on("exit", resolve));
  assert.equal(code, 0);
});
