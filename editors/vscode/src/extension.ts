import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import { serverProgram } from "./command";

const HOW = 'dfix cannot be started: pip install "dfix[lsp]", or set dfix.path.';

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("dfix.restart", restart),
    vscode.commands.registerCommand("dfix.fixAll", () =>
      vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.dfix", apply: "first" }),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) =>
      change.affectsConfiguration("dfix.path") ? restart() : undefined,
    ),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(): Promise<void> {
  await client?.dispose();
  await start();
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("dfix");
  const command = serverProgram({
    configured: settings.get<string>("path", ""),
    folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    isTrusted: vscode.workspace.isTrusted,
    platform: process.platform,
    home: os.homedir(),
    isFile: (name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false,
  });
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "dockerfile" }],
    initializationOptions: settings,
    synchronize: { configurationSection: "dfix" },
  };
  client = new LanguageClient("dfix", "dfix", { command, args: ["lsp"] }, options);
  try {
    await client.start();
  } catch (error) {
    void vscode.window.showErrorMessage(`${HOW} (${String(error)})`);
  }
}
