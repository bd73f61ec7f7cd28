import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const root = new URL('../', import.meta.url);
const manifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(new URL(`${folder}package.json`, root), 'utf8')) as Manifest;
const { version } = await manifest('');

const folders = ['client', 'passport', 'vault', 'nestjs', 'emulator', 'kakao-emulator', 'doctor', 'codemod'].map(
  (name) => `packages/${name}/`,
);

test.each([...folders, 'packages/docs/', 'sample/', 'test/nest11/'])(
  '%s has the version of the root, and depends on that version',
  async (folder) => {
    const { version: own, dependencies, peerDependencies } = await manifest(folder);
    const siblings = Object.entries({ ...dependencies, ...peerDependencies }).filter(([name]) =>
      name.startsWith('@kakao-login/'),
    );
    expect([own, siblings]).toEqual([version, siblings.map(([name]) => [name, version])]);
  },
);
