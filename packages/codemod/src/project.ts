import { spawnSync } from 'node:child_process';
import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ManifestText, sectionsWith } from './manifest.js';
import type { Manifest } from './manifest.js';
import { importsLegacy, strategyPackage } from './strategy.js';
import { version } from './version.js';

const sources = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;
/** Whether a file is a component in its own format, which the codemod does not read. */
export const isComponent = (path: string): boolean => /\.(?:vue|svelte|astro)$/.test(path);
const minified = /\.min\.[cm]?js$/;
/** Folders that are built or installed. */
const skipped = /^(?:node_modules|dist|build|out|coverage|\..+)$/;
const replacedPackages = ['passport-kakao', 'passport-kakao-login'];
const legacyPackages = [...replacedPackages, '@types/passport-kakao'];

/** The source files at or below a path, in the order of their names, without what Git ignores. */
export async function sourcesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const found = await sourcesBelow(path);
  const ignored = ignoredBelow(path, found);
  return found.filter((file) => !ignored.has(file));
}

/** Without Git, or outside of a repository, nothing is ignored. */
function ignoredBelow(folder: string, files: readonly string[]): Set<string> {
  const { stdout } = spawnSync('git', ['-C', folder, 'check-ignore', '-z', '--stdin'], { input: files.join('\0') });
  return new Set(String(stdout ?? '').split('\0'));
}

/** The text of a file. Not the whole of it if it is not UTF-8: to write that would lose characters. */
export async function readText(path: string): Promise<{ text: string; isWhole: boolean }> {
  const bytes = await readFile(path);
  return { text: bytes.toString(), isWhole: isUtf8(bytes) };
}

async function sourcesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const found = entries
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(async (entry) => {
      const at = join(path, entry.name);
      if (entry.isDirectory()) return skipped.test(entry.name) ? [] : sourcesBelow(at);
      return entry.isFile() && sources.test(entry.name) && !minified.test(entry.name) ? [at] : [];
    });
  return (await Promise.all(found)).flat();
}

/** The package.json that a file belongs to, and what is in it. */
export class PackageFile {
  readonly needs = new Set<string>();
  readonly #manifest: Manifest;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    try {
      this.#manifest = JSON.parse(text.replace(/^\uFEFF/, '')) as Manifest;
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
  }

  /** The packages that it contains and that are to be replaced. */
  get legacy(): string[] {
    return legacyPackages.filter((name) => sectionsWith(this.#manifest, [name]).length > 0);
  }

  get isWorkspace(): boolean {
    return 'workspaces' in this.#manifest;
  }

  /** Whether it has a strategy to replace, and not only the types. */
  get hasStrategy(): boolean {
    return sectionsWith(this.#manifest, replacedPackages).length > 0;
  }

  /** The text with the packages that the files now need. Replaced packages are kept while a file still imports one. */
  changed(keepsLegacy: boolean): string {
    const manifest = new ManifestText(this.text);
    const had = sectionsWith(this.#manifest, replacedPackages);
    for (const name of this.needs) {
      if (sectionsWith(this.#manifest, [name]).length > 0) continue;
      const isReplacement = name === strategyPackage && had.length > 0;
      for (const section of isReplacement ? had : ['dependencies']) manifest.add(section, name, `^${version}`);
    }
    for (const name of keepsLegacy ? [] : legacyPackages) {
      for (const section of sectionsWith(this.#manifest, [name])) manifest.remove(section, name);
    }
    return manifest.text;
  }

  /** The files of the project that import a replaced package, except those in `done`. */
  async importersBeyond(done: ReadonlySet<string>): Promise<string[]> {
    const found: string[] = [];
    for (const path of await sourcesAt(dirname(this.path))) {
      if (!done.has(path) && importsLegacy((await readText(path)).text)) found.push(path);
    }
    return found;
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Finds the package.json of files, each read once. */
export class PackageFiles {
  readonly found = new Map<string, PackageFile>();

  of(file: string): Promise<PackageFile | undefined> {
    return this.#above(dirname(resolve(file)));
  }

  /** Those that have packages to replace: that of the file, and that of its workspace. */
  async withLegacy(file: string): Promise<PackageFile[]> {
    const own = await this.of(file);
    const root = own && (await this.#workspaceAbove(dirname(own.path)));
    return [own, root].filter((one) => one !== undefined && one.legacy.length > 0) as PackageFile[];
  }

  async #workspaceAbove(project: string): Promise<PackageFile | undefined> {
    for (let folder = dirname(project); dirname(folder) !== folder; folder = dirname(folder)) {
      // Not every folder above is of the project.
      const found = await this.#above(folder).catch(() => undefined);
      if (found === undefined) return undefined;
      folder = dirname(found.path);
      if (found.isWorkspace || (await isFile(join(folder, 'pnpm-workspace.yaml')))) return found;
    }
    return undefined;
  }

  async #above(start: string): Promise<PackageFile | undefined> {
    for (let folder = start; ; folder = dirname(folder)) {
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
