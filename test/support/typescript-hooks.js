import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { version } = require('@swc/core/package.json');
const pglite = new URL('pglite.js', import.meta.url).href;
const options = {
  sourceMaps: 'inline',
  jsc: {
    target: 'es2023',
    // As Jest reads the sources.
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
  },
  module: { type: 'es6' },
};
/** Compiled sources, named by their content. Without them, a process takes longer to start. */
const compiled = new URL(`../../node_modules/.cache/typescript-swc-${version}/`, import.meta.url);

/** Sources import each other with the extension `.js`, which tsc writes. */
export function resolve(specifier, context, next) {
  const { parentURL = '' } = context;
  if (specifier.startsWith('.') && specifier.endsWith('.js') && !parentURL.includes('/node_modules/')) {
    for (const extension of ['.ts', '.tsx']) {
      const url = new URL(specifier.slice(0, -3) + extension, parentURL);
      if (existsSync(url)) return { url: url.href, shortCircuit: true };
    }
  }
  if (specifier === '@electric-sql/pglite') return { url: pglite, shortCircuit: true };
  return next(specifier, context);
}

export function load(url, context, next) {
  if (!/^file:.*\.tsx?$/.test(url)) return next(url, context);
  const source = readFileSync(new URL(url), 'utf8');
  const hash = createHash('sha256')
    .update(`${JSON.stringify(options)}\n${url}\n${source}`)
    .digest('hex');
  const file = new URL(`${hash}.js`, compiled);
  if (!existsSync(file)) {
    // Other processes may be writing the same file.
    const own = new URL(`${hash}.${process.pid}`, compiled);
    mkdirSync(compiled, { recursive: true });
    writeFileSync(own, compile(url, source));
    renameSync(own, file);
  }
  return { format: 'module', source: readFileSync(file, 'utf8'), shortCircuit: true };
}

function compile(url, source) {
  const { transformSync } = require('@swc/core');
  return transformSync(source, { ...options, filename: fileURLToPath(url) }).code;
}
