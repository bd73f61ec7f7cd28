import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { importsLegacy } from './strategy.js';
import { version } from './version.js';

const sources = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;
/** Whether a file is a component in its own format, which the codemod does not read. */
export const isComponent = (path: string): boolean => /\.(?:vue|svelte|astro)$/.test(path);
/** Folders of built or installed files. */
const skipped = /^(?:node_modules|dist|build|out|coverage|\..+)$/;
const legacyPackages = ['passport-kakao', 'passport-kakao-login', '@types/passport-kakao'];

/** The source files at or below a path, sorted by name. */
export async function sourcesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const found = entries
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(async (entry) => {
      const at = join(path, entry.name);
      if (entry.isDirectory()) return skipped.test(entry.name) ? [] : sourcesAt(at);
      return entry.isFile() && sources.test(entry.name) && !entry.name.endsWith('.d.ts') ? [at] : [];
    });
  return (await Promise.all(found)).flat();
}

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** A package.json of the project. */
export class PackageFile {
  readonly needs = new Set<string>();
  readonly #manifest: Manifest;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    try {
      this.#manifest = JSON.parse(text) as Manifest;
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** The packages that it contains and that are to be replaced. */
  get legacy(): string[] {
    const { dependencies, devDependencies } = this.#manifest;
    return legacyPackages.filter((name) => name in { ...dependencies, ...devDependencies });
  }

  /** The text with the packages that the files now need. Replaced packages are kept while a file still imports one. */
  changed(keepsLegacy: boolean): string {
    const manifest = structuredClone(this.#manifest);
    const { dependencies, devDependencies } = manifest;
    for (const name of keepsLegacy ? [] : legacyPackages) {
      delete dependencies?.[name];
      delete devDependencies?.[name];
    }
    const missing = [...this.needs].filter((name) => !(name in { ...dependencies, ...devDependencies }));
    if (missing.length > 0) {
      const entries = Object.entries(dependencies ?? {});
      for (const name of missing) {
        const next = entries.findIndex(([other]) => other.localeCompare(name, 'en') > 0);
        entries.splice(next < 0 ? entries.length : next, 0, [name, `^${version}`]);
      }
      manifest.dependencies = Object.fromEntries(entries);
    }
    if (JSON.stringify(manifest) === JSON.stringify(this.#manifest)) return this.text;
    const [, indent] = /^\{\r?\n([ \t]+)/.exec(this.text) ?? [];
    const changed = JSON.stringify(manifest, undefined, indent) + (this.text.endsWith('\n') ? '\n' : '');
    return this.text.includes('\r\n') ? changed.replaceAll('\n', '\r\n') : changed;
  }

  /** The files of the project that import a replaced package, except those in `done`. */
  async importersBeyond(done: ReadonlySet<string>): Promise<string[]> {
    const found: string[] = [];
    for (const path of await sourcesAt(dirname(this.path))) {
      if (!done.has(path) && importsLegacy(await readFile(path, 'utf8'))) found.push(path);
    }
    return found;
  }
}

/** Finds the package.json of a file. Reads each of them once. */
export class PackageFiles {
  readonly found = new Map<string, PackageFile>();

  async of(file: string): Promise<PackageFile | undefined> {
    for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
      const path = join(folder, 'package.json');
      const known = this.found.get(path);
      if (known !== undefined) return known;
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        return undefined;
      });
      if (text !== undefined) {
        const packageFile = new PackageFile(path, text);
        this.found.set(path, packageFile);
        return packageFile;
      }
      if (dirname(folder) === folder) return undefined;
    }
  }
}
