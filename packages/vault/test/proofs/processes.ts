import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report, WorkerOptions } from './worker.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const flags = ['--expose-gc', '--conditions=@kakao-login/source', '--import', './test/support/typescript.js'];

/** A process of a service. See `worker.ts`. */
export interface Worker {
  /** Rejects if the process ends instead. */
  do(order: Order): Promise<Report>;
  /** The signal that ended it. */
  ended: Promise<NodeJS.Signals | null>;
  stop(): Promise<void>;
}

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const child: ChildProcess = spawn(process.execPath, [...flags, 'packages/vault/test/proofs/worker.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], WORKER: JSON.stringify(options) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const message = async (): Promise<unknown> => {
    const [answer] = (await Promise.race([
      once(child, 'message'),
      ended.then((signal) => Promise.reject(new Error(`The worker ended: ${signal}`))),
    ])) as [unknown];
    return answer;
  };
  await message();
  return {
    async do(order) {
      child.send(order);
      return (await message()) as Report;
    },
    ended,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
