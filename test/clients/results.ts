import { mkdir, readFile, writeFile } from 'node:fs/promises';

/** A row of the table of clients in the documentation. */
export interface Result {
  client: string;
  version: string;
  how: string;
  result: string;
}

/** Writes the results to `artifacts/<name>.md`, from where they are copied to the documentation. */
export async function writeResults(name: string, results: readonly Result[]): Promise<void> {
  const folder = new URL('../artifacts/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const rows = results.map((row) => `| ${row.client} | ${row.version} | ${row.how} | ${row.result} |`);
  const head = ['| client | version | how | result |', '| --- | --- | --- | --- |'];
  await writeFile(new URL(`${name}.md`, folder), `${[...head, ...rows].join('\n')}\n`);
}

/** The rows of the tables on the documentation page that lists the clients. */
export async function documentedRows(): Promise<string[][]> {
  const page = new URL('../../packages/docs/pages/en/emulator/fidelity.md', import.meta.url);
  return [...(await readFile(page, 'utf8')).matchAll(/^\|(.+)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  );
}
