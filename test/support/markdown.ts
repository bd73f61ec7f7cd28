import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.js';

export interface Block {
  /** File and line, such as `README.md:42`. */
  place: string;
  language: string;
  /** The file name, such as `src/members.ts`, if the page gives one. */
  file: string | undefined;
  code: string;
}

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const fences = /^```(\w*)(?: \[(.+?)\])?[^\n]*\n([\s\S]*?)^```$/gm;

/** A Markdown file without its code blocks. */
export const proseOf = (file: string): string => read(file).replaceAll(fences, '');

/** All code blocks in a Markdown file. */
export function blocksOf(file: string): Block[] {
  const text = read(file);
  return [...text.matchAll(fences)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length + 1}`,
    language: match[1] ?? '',
    file: match[2],
    code: match[3] ?? '',
  }));
}
