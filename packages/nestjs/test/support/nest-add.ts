import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HostTree } from 'devkit19';
import { nestAdd, type NestAddOptions } from '../../src/nest-add.js';

const projects = fileURLToPath(new URL('../../../../test/nest-add/projects/', import.meta.url));

/** The projects that `nest new` creates: Nest 11, and Nest 12 with either kind of modules. */
export const freshProjects = ['nest-11', 'nest-12-cjs', 'nest-12-esm'] as const;
export type FreshProject = (typeof freshProjects)[number];

export type Files = Readonly<Record<string, string>>;

export function filesOf(project: FreshProject): Files {
  const folder = join(projects, project);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), readFileSync(path, 'utf8')];
    }),
  );
}

/** Adds packages to the package.json of a project. */
export function withPackages(files: Files, dependencies: Record<string, string>): Files {
  const packageFile = JSON.parse(files['package.json'] ?? '{}') as { dependencies?: object };
  const changed = { ...packageFile, dependencies: { ...packageFile.dependencies, ...dependencies } };
  return { ...files, 'package.json': `${JSON.stringify(changed, undefined, 2)}\n` };
}

export interface Added {
  files: Files;
  /** Paths of the files that are new or different. */
  changed: string[];
  messages: string[];
  /** The tasks to run afterwards. */
  tasks: { name: string; options: object }[];
}

/** Runs the schematic on the files of a project. */
export async function add(before: Files, options: NestAddOptions = {}): Promise<Added> {
  const tree = new HostTree();
  for (const [path, content] of Object.entries(before)) tree.create(path, content);
  const messages: string[] = [];
  const tasks: Added['tasks'] = [];
  const log = (message: string) => void messages.push(message);
  await nestAdd(options)(tree, {
    logger: { info: log, warn: log },
    addTask: (task) => tasks.push(task.toConfiguration()),
  });
  const files: Record<string, string> = {};
  tree.visit((path) => {
    files[path.slice(1)] = tree.readText(path);
  });
  const changed = Object.keys(files).filter((path) => files[path] !== before[path]);
  return { files, changed: changed.toSorted(), messages, tasks };
}

const fresh = filesOf('nest-12-esm');
const withFastify = withPackages(fresh, { '@nestjs/platform-fastify': '^12.0.0' });

/** Projects that get different files. */
export const variants = {
  'a project with @nestjs/config': withPackages(fresh, { '@nestjs/config': '^4.0.0' }),
  'a project with dotenv': withPackages(fresh, { dotenv: '^17.0.0' }),
  'a project with a global prefix': {
    ...fresh,
    'src/main.ts': (fresh['src/main.ts'] ?? '').replace(
      'await app.listen',
      "// app.setGlobalPrefix('old');\n  app.setGlobalPrefix('/api/v1');\n  await app.listen",
    ),
  },
  'a project with versions': {
    ...fresh,
    'src/main.ts': `import { VersioningType } from '@nestjs/common';\n${fresh['src/main.ts'] ?? ''}`.replace(
      'await app.listen',
      "app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });\n  await app.listen",
    ),
  },
  'a project with Fastify': {
    ...withFastify,
    'package.json': (withFastify['package.json'] ?? '').replace(/ *"@nestjs\/platform-express": .*\n/, ''),
  },
} as const satisfies Record<string, Files>;
