import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

const data = (script: string): string => `data:text/javascript,${encodeURIComponent(script)}`;
const hooks = `import { writeSync } from 'node:fs';
  export function load(url, context, next) { writeSync(1, url + '\\n'); return next(url, context); }`;
/** As `test/support/typescript.js` does it: a hook of the other kind would not see the sources. */
const listing = `import * as module from 'node:module';
  const hooks = ${JSON.stringify(data(hooks))};
  if (module.registerHooks) module.registerHooks(await import(hooks)); else module.register(hooks);`;

/** The emulator's files that a process loads if it starts one with these options and calls it once. */
async function loadedBy(options: string): Promise<string[]> {
  const script = `
    import { createKakaoEmulator } from '@kakao-login/emulator';
    const emulator = await createKakaoEmulator(${options});
    await (await fetch(emulator.url + '/.well-known/openid-configuration')).text();
    await emulator.close();`;
  const typescript = ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js'];
  const { stdout } = await run(
    process.execPath,
    [...typescript, '--import', data(listing), '--input-type=module', '--eval', script],
    { cwd: root },
  );
  return stdout.split('\n').flatMap((url) => url.split('/packages/emulator/src/')[1] ?? []);
}

/** The files that a start does not need. */
const later = /^(?:seed\/(?:schema|configure)|state\/|control\/|pages\/(?!models|headers)|package-file)/;

describe('a starting emulator', () => {
  test('without options loads no schema and no page', async () => {
    const loaded = await loadedBy('');
    expect(loaded).toContain('create.ts');
    expect(loaded.filter((file) => later.test(file))).toEqual([]);
  });

  test('with options loads the schema to check them', async () => {
    expect(await loadedBy('{ logSize: 10 }')).toContain('seed/schema.ts');
  });
});
