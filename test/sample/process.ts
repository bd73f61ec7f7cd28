import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The sample in its own process, as a user starts it, with its output. */
export class ShopProcess {
  output = '';
  readonly #child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(env: Record<string, string>, directory = file('test/sample')) {
    const flags = ['--conditions=@kakao-login/source', '--import', file('test/support/typescript.js')];
    this.#child = spawn(process.execPath, [...flags, file('sample/src/main.ts')], {
      cwd: directory,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.ended = new Promise((resolve) => this.#child.once('close', (code, signal) => resolve({ code, signal })));
  }

  /** The URL that it printed. Rejects with its output if it ends first. */
  async opened(): Promise<string> {
    for (;;) {
      const url = /달빛상점.*(http:\S+)/.exec(this.output)?.[1];
      if (url !== undefined && this.output.includes('Ctrl-C')) return url;
      const ended = await Promise.race([this.ended, new Promise((resolve) => setTimeout(resolve, 50, undefined))]);
      if (ended !== undefined) throw new Error(`It ended: ${this.output}`);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
