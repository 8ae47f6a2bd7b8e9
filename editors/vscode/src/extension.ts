import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";
import { serverProgram } from "./command";
import { install, isServer, pythons, runner, usablePython } from "./install";

const INSTALL = "Install";
const SETTING = "Set dfix.path";
const SHOW_LOG = "Show what happened";
// The folder of the server that the extension installs, in its own storage; the version follows.
const OWN = "server-";

let client: LanguageClient | undefined;
let log: vscode.OutputChannel;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  log = vscode.window.createOutputChannel("dfix");
  const again = (): Promise<void> => restart(context);
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("dfix.restart", again),
    vscode.commands.registerCommand("dfix.install", () => installAndStart(context)),
    vscode.commands.registerCommand("dfix.fixAll", () =>
      vscode.commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.dfix", apply: "first" }),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    vscode.workspace.onDidChangeConfiguration((change) => (change.affectsConfiguration("dfix.path") ? again() : undefined)),
  );
  await start(context);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(context: vscode.ExtensionContext): Promise<void> {
  await client?.dispose();
  client = undefined;
  await start(context);
}

async function start(context: vscode.ExtensionContext): Promise<void> {
  const settings = vscode.workspace.getConfiguration("dfix");
  const command = serverProgram({
    configured: settings.get<string>("path", ""),
    folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    isTrusted: vscode.workspace.isTrusted,
    interpreter: await selectedPython(),
    own: ownFolder(context),
    platform: process.platform,
    home: os.homedir(),
    isFile: (name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false,
  });
  if (!(await isServer(command, runner((text) => log.append(text))))) {
    await offer(context, command);
    return;
  }
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "dockerfile" }],
    initializationOptions: settings,
    synchronize: { configurationSection: "dfix" },
    outputChannel: log,
  };
  client = new LanguageClient("dfix", "dfix", { command, args: ["lsp"] }, options);
  try {
    await client.start();
  } catch (error) {
    void vscode.window.showErrorMessage(`dfix cannot be started: ${String(error)}`);
  }
}

/** Ask whether dfix is to be installed; nothing is installed unless the user says so. */
async function offer(context: vscode.ExtensionContext, tried: string): Promise<void> {
  const why = tried === "dfix" ? "dfix is not installed" : `${tried} is no dfix with a language server`;
  const what = `Install ${requirement(context)} with pip into an environment of this extension?`;
  const answer = await vscode.window.showWarningMessage(`${why}. ${what}`, INSTALL, SETTING);
  if (answer === INSTALL) {
    await installAndStart(context);
  } else if (answer === SETTING) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "dfix.path");
  }
}

async function installAndStart(context: vscode.ExtensionContext): Promise<void> {
  const run = runner((text) => log.append(text));
  try {
    const python = await usablePython(pythons(await selectedPython(), process.platform), run);
    if (!python) {
      throw new Error("Python 3.10 or later is needed, with its module venv");
    }
    const folder = ownFolder(context);
    await fs.promises.mkdir(path.dirname(folder), { recursive: true });
    const plan = { requirement: requirement(context), folder, python, platform: process.platform };
    const progress = { location: vscode.ProgressLocation.Notification, title: "Installing dfix", cancellable: true };
    await vscode.window.withProgress(progress, (_, cancelled) => {
      const stop = new AbortController();
      cancelled.onCancellationRequested(() => stop.abort());
      return install(plan, run, stop.signal);
    });
    await removeOlder(folder);
  } catch (error) {
    const answer = await vscode.window.showErrorMessage(`dfix was not installed: ${String(error)}`, SHOW_LOG);
    if (answer === SHOW_LOG) {
      log.show();
    }
    return;
  }
  await restart(context);
}

/** What an older version of the extension installed is of no use any more. */
async function removeOlder(folder: string): Promise<void> {
  const above = path.dirname(folder);
  const older = (await fs.promises.readdir(above)).filter((name) => name.startsWith(OWN) && name !== path.basename(folder));
  await Promise.all(older.map((name) => fs.promises.rm(path.join(above, name), { recursive: true, force: true })));
}

function version(context: vscode.ExtensionContext): string {
  return String(context.extension.packageJSON.version);
}

function requirement(context: vscode.ExtensionContext): string {
  return `dfix[lsp]==${version(context)}`;
}

function ownFolder(context: vscode.ExtensionContext): string {
  return path.join(context.globalStorageUri.fsPath, `${OWN}${version(context)}`);
}

/** The interpreter that is selected in the Python extension; empty where there is none. */
async function selectedPython(): Promise<string> {
  const extension = vscode.extensions.getExtension("ms-python.python");
  try {
    const environments = (extension?.isActive ? extension.exports : await extension?.activate())?.environments;
    const found = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath());
    return found?.executable?.uri?.fsPath ?? "";
  } catch (error) {
    log.appendLine(`the Python extension does not tell which Python is selected: ${String(error)}`);
    return "";
  }
}
