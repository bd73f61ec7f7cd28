import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const tsc = join(root, 'node_modules/typescript/bin/tsc');
/** In build order. */
export const packages = ['client', 'passport', 'vault', 'nestjs', 'emulator', 'doctor', 'codemod'] as const;
export type PackageName = (typeof packages)[number];

/** The result of `npm pack`. */
export interface Packed {
  tarball: string;
  files: string[];
  /** In bytes. */
  size: number;
  unpackedSize: number;
}

/** Links the packages that npm installed in a package's own folder, because the root has other versions of them. */
export async function linkNested(name: PackageName, to: string): Promise<void> {
  const nested = join(root, 'packages', name, 'node_modules');
  if (existsSync(nested)) await symlink(nested, join(to, 'node_modules'));
}

const ours = ['@kakao-login', 'kakao-emulator'];

/** Links all packages in the root's `node_modules`, except our own and those in `without`. */
export async function linkOthers(to: string, without: readonly string[] = []): Promise<void> {
  await mkdir(join(to, '@kakao-login'), { recursive: true });
  const entries = await readdir(join(root, 'node_modules'));
  const others = entries.filter((name) => !name.startsWith('.') && ![...ours, ...without].includes(name));
  const link = (name: string) => symlink(join(root, 'node_modules', name), join(to, name));
  const isSplit = (scope: string) => without.some((name) => name.startsWith(`${scope}/`));
  await Promise.all(others.filter((name) => !isSplit(name)).map(link));
  for (const scope of others.filter(isSplit)) {
    await mkdir(join(to, scope));
    const names = (await readdir(join(root, 'node_modules', scope))).map((name) => `${scope}/${name}`);
    await Promise.all(names.filter((name) => !without.includes(name)).map(link));
  }
}

/** Copies the sources as in a fresh clone, and links the packages that they import. */
async function copySources(folder: string): Promise<void> {
  await linkOthers(join(folder, 'node_modules'));
  await cp(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  for (const name of packages) {
    const from = join(root, 'packages', name);
    const to = join(folder, 'packages', name);
    await cp(from, to, {
      recursive: true,
      filter: (path) => !/\/(dist|test|node_modules)(\/|$)/.test(path.slice(from.length)),
    });
    await linkNested(name, to);
    await symlink(to, join(folder, 'node_modules/@kakao-login', name));
  }
  for (const file of ['bundle.js', 'bundling.js']) {
    await cp(join(root, 'packages', file), join(folder, 'packages', file));
  }
}

/** A hash of everything that a build depends on. */
async function hashOf(folder: string): Promise<string> {
  const hash = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const file of files.toSorted()) hash.update(file.slice(folder.length)).update(await readFile(file));
  return hash.digest('hex');
}

/** Builds the packages with the commands of `npm run build`, and packs them. */
async function build(folder: string): Promise<void> {
  const inBuild = async (command: string, ...args: string[]) =>
    run(process.execPath, [command, ...args], { cwd: folder }).catch(
      ({ stdout, stderr }: { stdout: string; stderr: string }) => {
        throw new Error(`The packages do not build:\n${stdout}${stderr}`);
      },
    );
  await inBuild(tsc, '-b', ...packages.map((name) => `packages/${name}`));
  await inBuild('packages/bundle.js');
  const folders = packages.map((name) => `./packages/${name}`);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder, ...folders], {
    cwd: folder,
    env: { ...process.env, npm_config_loglevel: 'silent' },
  });
  await writeFile(join(folder, 'packed.json'), stdout);
}

interface Pack extends Pick<Packed, 'size' | 'unpackedSize'> {
  name: string;
  filename: string;
  files: { path: string }[];
}
const packsOf = async (folder: string): Promise<Pack[]> =>
  JSON.parse(await readFile(join(folder, 'packed.json'), 'utf8')) as Pack[];

const cache = join(root, 'node_modules/.cache/packed');

/** Keeps a build for the next test that needs the same sources, and removes older builds. */
async function keep(folder: string, hash: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const copy = await mkdtemp(join(cache, 'new-'));
  const tarballs = (await packsOf(folder)).map(({ filename }) => filename);
  for (const path of [...packages.map((name) => `packages/${name}/dist`), ...tarballs, 'packed.json']) {
    await cp(join(folder, path), join(copy, path), { recursive: true });
  }
  // Fails if another process has already created it.
  await rename(copy, join(cache, hash)).catch(() => rm(copy, { recursive: true }));
  const older = (await readdir(cache)).filter((name) => name !== hash && !name.startsWith('new-'));
  await Promise.all(older.map((name) => rm(join(cache, name), { recursive: true, force: true })));
}

/**
 * Builds our packages and packs them.
 *
 * @param folder outside the work tree, so that the build does not use or change the `dist` folders there
 */
export async function packPackages(folder: string): Promise<Map<PackageName, Packed>> {
  await copySources(folder);
  const hash = await hashOf(folder);
  if (existsSync(join(cache, hash))) {
    await cp(join(cache, hash), folder, { recursive: true });
  } else {
    await build(folder);
    await keep(folder, hash);
  }
  const packed = await packsOf(folder);
  return new Map(
    packages.map((name) => {
      const one = packed.find((other) => other.name === `@kakao-login/${name}`);
      if (one === undefined) throw new Error(`npm pack did not create a tarball of ${name}`);
      const { size, unpackedSize } = one;
      const files = one.files.map((file) => file.path);
      return [name, { tarball: join(folder, one.filename), files, size, unpackedSize }];
    }),
  );
}
