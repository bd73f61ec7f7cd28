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

/** Lines that are added end as the others do. */
export function edited(text: string, edits: readonly Edit[]): string {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (result, { start, end, text: by }) => result.slice(0, start) + by.replaceAll('\n', ending) + result.slice(end),
      text,
    );
}

/** The spaces in front of the line of a position. */
const indentAt = (text: string, position: number): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', position - 1) + 1))?.[0] ?? '';

/** Adds elements to an array, or properties to an object, in the way the others are written. */
export function added(
  list: ts.NodeArray<ts.Node>,
  parent: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  ...elements: string[]
): Edit {
  const source = parent.getSourceFile();
  const last = list.at(-1);
  if (last === undefined) {
    // Comments in it stay where they are.
    const at = parent.getEnd() - 1;
    return { start: at, end: at, text: elements.join(', ') };
  }
  const start = last.getEnd();
  const isOnLines = source.text.slice(parent.getStart(), last.getStart()).includes('\n');
  const between = isOnLines ? `\n${indentAt(source.text, last.getStart())}` : ' ';
  return { start, end: start, text: elements.map((element) => `,${between}${element}`).join('') };
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
