/** Notes which server would be started. */
export const started: string[] = [];

export class LanguageClient {
  constructor(_id: string, _name: string, private readonly server: { command: string; args: string[] }) {}

  start(): Promise<void> {
    started.push([this.server.command, ...this.server.args].join(" "));
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
