import { mkdir, writeFile } from 'node:fs/promises';
import { transformFile } from '@swc/core';

const [, , type, folder] = process.argv;
await mkdir(folder, { recursive: true });
await writeFile(`${folder}/package.json`, JSON.stringify({ type: type === 'es6' ? 'module' : 'commonjs' }));
for (const name of ['app', 'main']) {
  const { code } = await transformFile(`src/${name}.ts`, {
    swcrc: false,
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type },
  });
  await writeFile(`${folder}/${name}.js`, code);
}
