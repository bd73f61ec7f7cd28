import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const pglite = new URL('pglite.js', import.meta.url).href;
const { version } = createRequire(import.meta.url)('@swc/core/package.json');
/** Compiled sources, named by their content. Without them, a process takes longer to start. */
const compiled = new URL(`../../node_modules/.cache/typescript-swc-${version}/`, import.meta.url);

/** Sources import each other with the extension `.js`, which tsc writes. */
export async function resolve(specifier, context, next) {
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL !== undefined) {
    for (const extension of ['.ts', '.tsx']) {
      const url = new URL(specifier.slice(0, -3) + extension, context.parentURL);
      if (existsSync(url)) return { url: url.href, shortCircuit: true };
    }
  }
  if (specifier === '@electric-sql/pglite') return { url: pglite, shortCircuit: true };
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!/^file:.*\.tsx?$/.test(url)) return next(url, context);
  const source = await readFile(new URL(url), 'utf8');
  const hash = createHash('sha256').update(`${url}\n${source}`).digest('hex');
  const file = new URL(`${hash}.js`, compiled);
  const code = await readFile(file, 'utf8').catch(async () => {
    const made = await compile(url, source);
    // Other processes may be writing the same file.
    const own = new URL(`${hash}.${process.pid}`, compiled);
    await mkdir(compiled, { recursive: true });
    await writeFile(own, made);
    await rename(own, file);
    return made;
  });
  return { format: 'module', source: code, shortCircuit: true };
}

async function compile(url, source) {
  const { transform } = await import('@swc/core');
  const { code } = await transform(source, {
    filename: fileURLToPath(url),
    sourceMaps: 'inline',
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', tsx: url.endsWith('x'), decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        react: { runtime: 'automatic', importSource: 'preact' },
      },
    },
    module: { type: 'es6' },
  });
  return code;
}
