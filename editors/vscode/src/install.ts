import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { inEnvironment } from "./command";

/** The Pythons that dfix runs on (`requires-python`). */
export const OLDEST_PYTHON = [3, 10] as const;

/** Runs a program to its end; what it printed, or an error that says how it ended. */
export type Run = (program: string, words: readonly string[], signal?: AbortSignal) => Promise<string>;

/** What is installed, where, and with which Python. */
export interface Plan {
  /** What pip is given: `dfix[lsp]==0.1.0`. */
  readonly requirement: string;
  /** The environment; it is made anew. */
  readonly folder: string;
  readonly python: readonly string[];
  readonly platform: NodeJS.Platform;
}

/** The commands that may be a Python, the selected one first. */
export function pythons(interpreter: string, platform: NodeJS.Platform): string[][] {
  const usual = platform === "win32" ? [["py", "-3"], ["python"]] : [["python3"], ["python"]];
  return interpreter ? [[interpreter], ...usual] : usual;
}

/** The first Python that is there and new enough; undefined: none is. */
export async function usablePython(found: readonly string[][], run: Run): Promise<string[] | undefined> {
  const [major, minor] = OLDEST_PYTHON;
  const question = `import sys, venv; sys.exit(sys.version_info < (${major}, ${minor}))`;
  for (const python of found) {
    const [program, ...words] = python;
    try {
      await run(program!, [...words, "-I", "-c", question]);
      return python;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Make the environment and install dfix in it; the program. What fails leaves no environment behind. */
export async function install(plan: Plan, run: Run, signal?: AbortSignal): Promise<string> {
  const [program, ...words] = plan.python;
  try {
    await run(program!, [...words, "-I", "-m", "venv", "--clear", plan.folder], signal);
    const python = inEnvironment(plan.folder, "python", plan.platform);
    const pip = ["-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", plan.requirement];
    await run(python, pip, signal);
    const dfix = inEnvironment(plan.folder, "dfix", plan.platform);
    await run(dfix, ["lsp", "--help"], signal);
    return dfix;
  } catch (error) {
    await rm(plan.folder, { recursive: true, force: true });
    throw error;
  }
}

/** Whether a program is a dfix with a language server. */
export async function isServer(program: string, run: Run): Promise<boolean> {
  try {
    await run(program, ["lsp", "--check"]);
    return true;
  } catch {
    return false;
  }
}

/** A `Run` whose output goes, line by line, to `say`, too. No shell reads the words. */
export function runner(say: (text: string) => void): Run {
  return (program, words, signal) =>
    new Promise((resolve, reject) => {
      say(`$ ${[program, ...words].join(" ")}\n`);
      const child = spawn(program, words, { signal, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
      let output = "";
      const take = (data: Buffer): void => {
        output += data.toString();
        say(data.toString());
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.on("error", reject);
      child.on("close", (code) =>
        code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}: ${lastLine(output)}`)),
      );
    });
}

function lastLine(text: string): string {
  return text.trim().split("\n").pop() ?? "";
}
