import { spawn } from 'node:child_process';

export interface Run {
  output: () => string;
  printed: (text: string) => Promise<void>;
  /** The address that the emulator printed. */
  url: () => string;
  stop: (signal: NodeJS.Signals) => void;
  ended: Promise<number | null>;
}

/** Starts a command and collects what it prints to stdout and stderr. */
export function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Run {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const printed = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) {
      if (child.exitCode !== null) throw new Error(`It ended before it printed "${wanted}":\n${text}`);
      await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
    }
  };
  return {
    output: () => text,
    printed,
    url: () => /Kakao emulator on (\S+)/.exec(text)?.[1] ?? '',
    stop: (signal) => child.kill(signal),
    ended,
  };
}
