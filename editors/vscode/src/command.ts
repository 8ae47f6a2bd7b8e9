import * as path from "node:path";

/** What decides which dfix is started. */
export interface Surroundings {
  /** The setting `dfix.path`; empty: none. */
  readonly configured: string;
  /** The folders of the workspace. */
  readonly folders: readonly string[];
  /** Whether the user trusts the workspace: a program that it brings along is started only then. */
  readonly isTrusted: boolean;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  isFile(name: string): boolean;
}

/** The program that is the server: as configured, else a virtual environment's, else that of PATH. */
export function serverProgram(here: Surroundings): string {
  if (here.configured) {
    return expanded(here.configured, here);
  }
  if (here.isTrusted) {
    const inside = here.platform === "win32" ? ["Scripts", "dfix.exe"] : ["bin", "dfix"];
    for (const folder of here.folders) {
      for (const environment of [".venv", "venv"]) {
        const program = path.join(folder, environment, ...inside);
        if (here.isFile(program)) {
          return program;
        }
      }
    }
  }
  return "dfix";
}

function expanded(name: string, here: Surroundings): string {
  const first = here.folders[0];
  const inWorkspace = first === undefined ? name : name.replace("${workspaceFolder}", first);
  return inWorkspace.startsWith("~/") ? path.join(here.home, inWorkspace.slice(2)) : inWorkspace;
}
