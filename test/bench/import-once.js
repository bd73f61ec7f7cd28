// @ts-check
import { spawnSync } from 'node:child_process';

/**
 * Imports a package in a fresh process, and measures inside it, so that the start of Node does not count.
 * @param {string} specifier
 * @param {string} cwd the folder from which Node resolves it
 * @returns {{ wall: number, cpu: number }} in ms
 */
export function importOnce(specifier, cwd) {
  const script = `
    const start = performance.now(), before = process.cpuUsage();
    await import(${JSON.stringify(specifier)});
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ wall: performance.now() - start, cpu: (user + system) / 1000 }));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`import ${specifier}: ${stderr}`);
  return JSON.parse(stdout);
}
