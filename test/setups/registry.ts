import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../support/packages.js';

const run = promisify(execFile);

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  scripts?: Record<string, string>;
}

/** A version of a package: the folder where it is installed, or its tarball. */
interface Source {
  manifest: Manifest;
  folder?: string;
  tarball?: string;
}

/** Everything that npm has installed in the repository, by name and version. */
async function installed(): Promise<Map<string, Map<string, Source>>> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { link?: boolean }>;
  };
  const found = new Map<string, Map<string, Source>>();
  const places = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  await Promise.all(
    places.map(async ([path]) => {
      const folder = join(root, path);
      // Optional packages for other platforms are not installed.
      if (!existsSync(join(folder, 'package.json'))) return;
      const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
      const versions = found.get(manifest.name) ?? new Map<string, Source>();
      found.set(manifest.name, versions.set(manifest.version, { manifest, folder }));
    }),
  );
  return found;
}

const newer = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });

/**
 * Starts an npm registry on this machine with the installed packages of the repository and `own`.
 *
 * @param folder for the tarballs that it creates
 * @param own tarballs of `npm pack`
 */
export async function startRegistry(folder: string, own: readonly string[]) {
  const found = await installed();
  for (const tarball of own) {
    const { stdout } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
    const manifest = JSON.parse(stdout) as Manifest;
    found.set(manifest.name, new Map([[manifest.version, { manifest, tarball }]]));
  }

  let count = 0;
  async function pack(source: Source & { folder: string }): Promise<string> {
    const file = join(folder, `${(count += 1)}.tgz`);
    const { folder: from } = source;
    await run('sh', [
      '-c',
      'tar -C "$1" --exclude node_modules -cf - "$2" | gzip -1 > "$3"',
      'sh',
      dirname(from),
      basename(from),
      file,
    ]);
    return file;
  }
  const tarballs = new Map<Source, Promise<string>>();
  const tarballOf = async (source: Source): Promise<string> => {
    const { folder: from, tarball = '' } = source;
    if (from === undefined) return tarball;
    const made = tarballs.get(source) ?? pack({ ...source, folder: from });
    tarballs.set(source, made);
    return made;
  };

  function packument(name: string, versions: Map<string, Source>) {
    const manifests = [...versions.values()].map(({ manifest }) => {
      const { optionalDependencies = {}, dependencies = {}, scripts: _, ...rest } = manifest;
      const optional = Object.fromEntries(Object.entries(optionalDependencies).filter(([other]) => found.has(other)));
      const needed = Object.entries(dependencies).filter(([other]) => !(other in optionalDependencies));
      const dist = { tarball: `${url}/${name}/-/${basename(name)}-${manifest.version}.tgz` };
      return { ...rest, dependencies: Object.fromEntries(needed), optionalDependencies: optional, dist };
    });
    const [latest = ''] = [...versions.keys()].sort(newer);
    return {
      name,
      'dist-tags': { latest },
      versions: Object.fromEntries(manifests.map((manifest) => [manifest.version, manifest])),
    };
  }

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname.slice(1));
    const [name = path, file] = path.split('/-/');
    const versions = found.get(name);
    const source = versions?.get(file?.slice(basename(name).length + 1, -'.tgz'.length) ?? '');
    if (versions === undefined) {
      response.writeHead(404).end('{}');
    } else if (source === undefined) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(packument(name, versions)));
    } else {
      void tarballOf(source).then((tarball) => createReadStream(tarball).pipe(response));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    /** The version that the repository uses. For some packages, such as TypeScript, others are installed too. */
    versionOf: (name: string): string => {
      const sources = [...(found.get(name)?.values() ?? [])];
      return sources.find((source) => source.folder === join(root, 'node_modules', name))?.manifest.version ?? '';
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
