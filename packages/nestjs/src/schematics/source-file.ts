import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type ts from 'typescript';

export type TypeScript = typeof ts;

/**
 * The project's own TypeScript, or the one that is installed beside this package. TypeScript 7 has no parser to import,
 * and then there is none.
 */
export async function loadTypeScript(): Promise<TypeScript | undefined> {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      const entry = createRequire(from).resolve('typescript');
      const loaded = (await import(pathToFileURL(entry).href)) as { default?: TypeScript } & TypeScript;
      const found = loaded.default ?? loaded;
      if (typeof found.createSourceFile === 'function') return found;
    } catch {
      // The next place may have it.
    }
  }
  return undefined;
}

/** Text to put in place of what is between two positions. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** New text for an existing file, with the line ending that most of its lines have. */
export function withEndingsOf(existing: string, text: string): string {
  const [all, crlf] = [existing.split('\n').length - 1, existing.split('\r\n').length - 1];
  return text.replaceAll(/\r?\n/g, crlf * 2 > all ? '\r\n' : '\n');
}

export const edited = (text: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (result, { start, end, text: by }) => result.slice(0, start) + withEndingsOf(text, by) + result.slice(end),
      text,
    );

/** The spaces in front of the line of a position. */
const indentAt = (text: string, position: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', position - 1) + 1))?.[0] ?? '';

/** One step of indentation. Lines within a block comment have one more space. */
const indentOf = (text: string): string => /^([ \t]+)(?![ \t*])/m.exec(text)?.[1] ?? '  ';

type ListNode = ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;

/** Adds elements to an array, or properties to an object, in the way the others are written. Comments stay with their elements. */
export function added(
  ts: TypeScript,
  list: ts.NodeArray<ts.Node>,
  parent: ListNode,
  ...elements: readonly [string, ...string[]]
): Edit {
  const last = list.at(-1);
  if (last === undefined) return filled(ts, parent, elements);
  const { text } = parent.getSourceFile();
  const comments = ts.getTrailingCommentRanges(text, list.end) ?? [];
  const end = comments.at(-1)?.end ?? list.end;
  // A comma goes in front of a comment that takes the rest of the line, and behind the others.
  const rest = comments.find(({ kind }) => kind === ts.SyntaxKind.SingleLineCommentTrivia)?.pos ?? end;
  const before = text.slice(list.end, rest).trimEnd();
  const after = text.slice(list.end + before.length, end);
  const isOnLines = text.slice(parent.getStart(), last.getStart()).includes('\n');
  const needsLine = isOnLines || rest < end || (list.hasTrailingComma && comments.length > 0);
  const indent = indentAt(text, last.getStart()) + (isOnLines ? '' : indentOf(text));
  const between = needsLine ? `\n${indent}` : ' ';
  const addition = between + elements.join(`,${between}`);
  return {
    start: list.end,
    end,
    text: before + (list.hasTrailingComma ? `${after}${addition},` : `,${after}${addition}`),
  };
}

/** Adds to a list that is empty, or has only comments. */
function filled(ts: TypeScript, parent: ListNode, elements: readonly string[]): Edit {
  const { text, fileName } = parent.getSourceFile();
  const [start, end] = [parent.getStart() + 1, parent.getEnd() - 1];
  const comments = text.slice(start, end).trimEnd();
  const outer = indentAt(text, start);
  if (text.slice(start, end).includes('\n') && comments !== '') {
    const lines = elements.join(`,\n${outer}${indentOf(text)}`);
    const comma = fileName.endsWith('.json') ? '' : ',';
    return { start, end, text: `${comments}\n${outer}${indentOf(text)}${lines}${comma}\n${outer}` };
  }
  const space = ts.isObjectLiteralExpression(parent) ? ' ' : '';
  const head = comments === '' ? '' : `${comments.trimStart()} `;
  return { start, end, text: `${space}${head}${elements.join(', ')}${space}` };
}

/** The property of an object literal with this name. */
export function propertyOf(
  ts: TypeScript,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.PropertyAssignment | undefined {
  return object.properties
    .filter((property) => ts.isPropertyAssignment(property))
    .find(
      (property) =>
        (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) && property.name.text === name,
    );
}
