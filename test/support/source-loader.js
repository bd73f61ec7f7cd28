// Lets `node` run the TypeScript sources, as Jest does for tests, and prints each file that it loads.
import { readFileSync, writeSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { transformSync } from '@swc/core';

if (isMainThread) register(import.meta.url);

const options = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
};

export async function resolve(specifier, context, next) {
  const fromSource = context.parentURL?.endsWith('.ts') === true && specifier.startsWith('.');
  return next(fromSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  writeSync(1, `${url}\n`);
  if (!url.endsWith('.ts')) return next(url, context);
  const { code: source } = transformSync(readFileSync(new URL(url), 'utf8'), options);
  return { format: 'module', source, shortCircuit: true };
}
