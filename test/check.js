// @ts-check
/** `npm run check` runs these scripts in parallel, one for each core, and prints their output. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

// The slowest first.
const scripts = ['types', 'format:check', 'lint', 'imports'];

/** @param {string} script */
async function run(script) {
  const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' });
  /** @type {Buffer[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  process.stdout.write(Buffer.concat(output));
  if (code === 0) return;
  console.error(`npm run ${script} fails.`);
  process.exitCode = 1;
}

const rest = scripts.values();
async function work() {
  for (const script of rest) await run(script);
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
