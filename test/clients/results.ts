import { mkdir, readFile, writeFile } from 'node:fs/promises';

/** One row of the table in the emulator's README. */
export interface Result {
  client: string;
  version: string;
  how: string;
  result: string;
}

/** Writes who got through to `artifacts/<name>.md`, to be copied to the README. */
export async function writeResults(name: string, results: readonly Result[]): Promise<void> {
  const folder = new URL('../artifacts/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const rows = results.map((row) => `| ${row.client} | ${row.version} | ${row.how} | ${row.result} |`);
  const head = ['| client | version | how | result |', '| --- | --- | --- | --- |'];
  await writeFile(new URL(`${name}.md`, folder), `${[...head, ...rows].join('\n')}\n`);
}

/** The rows of the tables in the emulator's README. */
export async function readmeRows(): Promise<string[][]> {
  const readme = await readFile(new URL('../../packages/emulator/README.md', import.meta.url), 'utf8');
  return [...readme.matchAll(/^\|(.+)\|$/gm)].map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
}
