/** What the extension uses of VS Code, as far as its tests ask: it notes what is shown, and answers as it is told. */

export const shown: string[] = [];
export const commands_: Record<string, () => unknown> = {};
export const state = { path: "", storage: "", trusted: true, python: "", answer: undefined as string | undefined };

const nothing = { dispose: (): void => undefined };
const note = (message: string): Promise<string | undefined> => {
  shown.push(message);
  return Promise.resolve(state.answer);
};

export const window = {
  createOutputChannel: () => ({ append: () => undefined, appendLine: () => undefined, show: () => undefined, ...nothing }),
  showWarningMessage: note,
  showErrorMessage: note,
  withProgress: (_: unknown, task: (progress: unknown, token: unknown) => Promise<unknown>) =>
    task({}, { onCancellationRequested: () => nothing }),
};
export const workspace = {
  getConfiguration: () => ({ get: (key: string, otherwise: unknown) => (key === "path" ? state.path : otherwise) }),
  workspaceFolders: [],
  get isTrusted(): boolean {
    return state.trusted;
  },
  onDidGrantWorkspaceTrust: () => nothing,
  onDidChangeConfiguration: () => nothing,
};
export const commands = {
  registerCommand: (name: string, call: () => unknown) => {
    commands_[name] = call;
    return nothing;
  },
  executeCommand: (name: string) => {
    shown.push(`command ${name}`);
    return Promise.resolve();
  },
};
export const extensions = {
  getExtension: (name: string) =>
    state.python && name === "ms-python.python"
      ? {
          isActive: true,
          exports: {
            environments: {
              getActiveEnvironmentPath: () => ({ path: state.python }),
              resolveEnvironment: () => Promise.resolve({ executable: { uri: { fsPath: state.python } } }),
            },
          },
        }
      : undefined,
};
export enum ProgressLocation {
  Notification = 15,
}
