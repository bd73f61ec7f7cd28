import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a test replaces. */
export interface System {
  platform: string;
  /** The path of Node. */
  execPath: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Runs a program without a shell, and returns its exit code. */
  run: (file: string, args: readonly string[]) => number | null;
}

export const run: System['run'] = (file, args) => spawnSync(file, args, { stdio: 'inherit' }).status;

const { platform, execPath, env } = process;
const here: System = { platform, execPath, env, run };

/**
 * Runs a package with npx, without a shell, which would split arguments at spaces and run what follows `&`.
 *
 * @returns the exit code; `null` when npx cannot be started
 */
export function runNpx(args: readonly string[], system = here): number | null {
  if (system.platform !== 'win32') return system.run('npx', args);
  // `npx` is a batch file, which only a shell can run. It runs this file.
  const script = npmFolders(system)
    .map((folder) => join(folder, 'npx-cli.js'))
    .find((path) => existsSync(path));
  return script === undefined ? null : system.run(system.execPath, [script, ...args]);
}

/** Where npm's programs may be: those of the npm that runs this process, and those that came with Node. */
function npmFolders({ execPath, env }: System): string[] {
  const { npm_execpath: running } = env;
  return [...(running === undefined ? [] : [dirname(running)]), join(dirname(execPath), 'node_modules/npm/bin')];
}
