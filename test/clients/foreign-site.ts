import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const keeper = fileURLToPath(new URL('../support/server-keeper.js', import.meta.url));

export interface ForeignSite {
  url: string;
  close(): Promise<void>;
}

/** Runs a program that prints the URL that it listens on in its first line. It ends with this process at the latest. */
export async function startForeignSite(command: readonly string[], env: NodeJS.ProcessEnv): Promise<ForeignSite> {
  const folder = await mkdtemp(join(tmpdir(), 'foreign-site-'));
  const child = spawn(process.execPath, [keeper, folder, 'SIGTERM', ...command], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (text) => (errors += String(text)));
  const ended = once(child, 'close');
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => [''])])) as [
    string,
  ];
  const [, url] = /^listening on (\S+)$/.exec(line) ?? [];
  if (url === undefined) throw new Error(`${command.join(' ')} does not start: ${line}\n${errors}`);
  return {
    url,
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
