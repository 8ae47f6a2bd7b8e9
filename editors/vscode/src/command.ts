import * as path from "node:path";

/** What decides which dfix is started. */
export interface Surroundings {
  /** The setting `dfix.path`; empty: none. */
  readonly configured: string;
  /** The folders of the workspace. */
  readonly folders: readonly string[];
  /** Whether the user trusts the workspace: a program that it brings along is started only then. */
  readonly isTrusted: boolean;
  /** The Python that is selected in the Python extension; empty: none. */
  readonly interpreter: string;
  /** The environment that the extension made, see `install.ts`. */
  readonly own: string;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  isFile(name: string): boolean;
}

/**
 * The program that is the server: as configured, else a virtual environment's of the workspace, else that beside the
 * selected Python, else the one that the extension installed, else that of PATH.
 */
export function serverProgram(here: Surroundings): string {
  if (here.configured) {
    return expanded(here.configured, here);
  }
  return candidates(here).find((program) => here.isFile(program)) ?? "dfix";
}

/** The programs of an environment by their names: `bin/dfix`, `Scripts\dfix.exe`. */
export function inEnvironment(folder: string, program: string, platform: NodeJS.Platform): string {
  const [directory, name] = platform === "win32" ? ["Scripts", `${program}.exe`] : ["bin", program];
  return of(platform).join(folder, directory, name);
}

function candidates(here: Surroundings): string[] {
  const found: string[] = [];
  if (here.isTrusted) {
    const folders = here.folders.flatMap((folder) => [".venv", "venv"].map((name) => of(here.platform).join(folder, name)));
    found.push(...folders.map((folder) => inEnvironment(folder, "dfix", here.platform)));
    if (here.interpreter) {
      // On Windows the scripts are in a directory beside python.exe, or beside it in a virtual environment.
      const directory = of(here.platform).dirname(here.interpreter);
      const name = here.platform === "win32" ? "dfix.exe" : "dfix";
      found.push(of(here.platform).join(directory, name), inEnvironment(directory, "dfix", here.platform));
    }
  }
  return [...found, inEnvironment(here.own, "dfix", here.platform)];
}

function of(platform: NodeJS.Platform): path.PlatformPath {
  return platform === "win32" ? path.win32 : path.posix;
}

function expanded(name: string, here: Surroundings): string {
  const first = here.folders[0];
  const inWorkspace = first === undefined ? name : name.replace("${workspaceFolder}", first);
  return inWorkspace.startsWith("~/") ? path.join(here.home, inWorkspace.slice(2)) : inWorkspace;
}
