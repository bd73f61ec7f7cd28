import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.js';

export interface Block {
  /** \`README.md:42\`: where a reader finds it. */
  place: string;
  language: string;
  /** \`src/members.ts\`, if the page says that the block is that file. */
  file: string | undefined;
  code: string;
}

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const fences = /^```(\w*)(?: \[(.+?)\])?[^\n]*\n([\s\S]*?)^```$/gm;

/** A Markdown file without its blocks of code. */
export const proseOf = (file: string): string => read(file).replaceAll(fences, '');

/** Every block of code in a Markdown file. */
export function blocksOf(file: string): Block[] {
  const text = read(file);
  return [...text.matchAll(fences)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length + 1}`,
    language: match[1] ?? '',
    file: match[2],
    code: match[3] ?? '',
  }));
}
