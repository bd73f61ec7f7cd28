import { readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blocksOf } from '../support/markdown.js';
import { packages, root } from '../support/packages.js';
import { ambient, prelude } from '../support/reader.js';

/** A file of a project that uses our packages. */
interface Program {
  path: string;
  text: string;
}

/** The programs of the READMEs and of the site. The named files of a page form a folder. */
function documentedPrograms(): Program[] {
  const site = readdirSync(join(root, 'packages/docs/pages/en'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !/^(packages|reference)\//.test(path))
    .map((path) => `packages/docs/pages/en/${path}`);
  const documents = ['README.md', ...packages.map((name) => `packages/${name}/README.md`), ...site];
  return documents.flatMap((document) =>
    blocksOf(document)
      .filter(({ language }) => language === 'ts')
      .map(({ file, code }, index) => ({
        path: `src/${document.replace('.md', '')}/${file ?? `program-${index}.ts`}`,
        text: `${code}\nexport {};\n`,
      })),
  );
}

/** For each entry of our packages, a file that uses all of its exports, according to the API reports. */
async function everyExport(): Promise<Program[]> {
  const programs = packages.map(async (name) => {
    const folder = join(root, 'packages', name);
    const reports = (await readdir(folder)).filter((file) => file.endsWith('.api.md'));
    return Promise.all(
      reports.map(async (file) => {
        const report = await readFile(join(folder, file), 'utf8');
        const declared =
          /^export (?:declare )?(?:abstract )?(?:async )?(?:class|interface|type|const|function|namespace|enum) (\w+)/gm;
        const names = [declared, /^export \{ (\w+) \}/gm].flatMap((pattern) =>
          [...report.matchAll(pattern)].map(([, name = '']) => name),
        );
        const entry = file.replace('.api.md', '').replaceAll('.', '/');
        const list = [...new Set(names)].join(', ');
        return {
          path: `src/exports/${entry.replaceAll('/', '-')}.ts`,
          text: `export { ${list} } from '@kakao-login/${entry}';\n`,
        };
      }),
    );
  });
  return (await Promise.all(programs)).flat();
}

/** Modules that a project with Nest 11 or 12 has, and entries of our packages that need no other module. */
const common =
  /^(node:|express$|passport$|@nestjs\/(common|core|passport|testing)$|@kakao-login\/(?!client\/opentelemetry|emulator\/playwright|nestjs\/(bullmq|terminus)))/;

/** Mistakes that the compiler must find. Without types, everything would be `any` and compile. */
const wrong = `import { KakaoClient } from '@kakao-login/client';
import { KakaoModule } from '@kakao-login/nestjs';
// @ts-expect-error -- not a string
export const client = new KakaoClient({ clientId: 5 });
// @ts-expect-error -- the callback is missing
export const module = KakaoModule.forRoot({ clientID: 'key' });
`;

/**
 * Writes the programs into a project.
 *
 * @returns the paths of all programs, and of those that need only Nest, Express and Passport besides our packages
 */
export async function writePrograms(project: string): Promise<{ all: string[]; common: string[] }> {
  const programs = [...documentedPrograms(), ...(await everyExport())];
  const helpers = [
    { path: 'src/prelude.d.ts', text: prelude },
    { path: 'src/ambient.d.ts', text: ambient },
    { path: 'src/wrong.ts', text: wrong },
  ];
  for (const { path, text } of [...helpers, ...programs]) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  const needsLittle = ({ text }: Program): boolean =>
    [...text.matchAll(/ from '([^']+)'/g)].every(([, name = '']) => common.test(name));
  const pathsOf = (some: Program[]): string[] => [...helpers, ...some].map(({ path }) => path);
  return { all: pathsOf(programs), common: pathsOf(programs.filter(needsLittle)) };
}
