import type { Command, Manager, StrictProject } from './managers.js';

/** A way to run a service or its tests. */
export interface Way {
  tool: string;
  modules: string;
  /** Commands that run in order. The last one logs a user in. Commands that several ways share run once. */
  commands: (manager: Pick<Manager, 'node' | 'bin'>) => readonly Command[];
  env?: Record<string, string>;
  /** The error with Yarn PnP, if it cannot work there. */
  pnpError?: RegExp;
  /** The project, if it needs its own. All others share one. */
  project?: StrictProject;
}

/** Every supported TypeScript with one version of Nest, and the newest with both. */
const strictProjects: readonly StrictProject[] = [
  { typescript: '5.4', nest: 12 },
  { typescript: '5.9', nest: 11 },
  { typescript: '6.0', nest: 12 },
  { typescript: '7.0', nest: 11 },
  { typescript: '7.0', nest: 12 },
];

/** Node resolves imports of a required ES module without Yarn's loader, so it finds no modules in Yarn's archives. */
const notResolved = /Cannot find (module|package) .* imported from/;
/** TypeScript 7 finds packages only in folders. */
const notTyped = /error TS2688/;

const hello = /^Hello 달빛, member 1001$/m;
/** Whether the output of a service or a test runner shows that a login succeeded. */
export const loggedIn = (output: string): boolean =>
  hello.test(output) || /^Tests: +1 passed, 1 total$|Tests +1 passed \(1\)|^# pass 1$|^ 1 pass$/m.test(output);

/** Compiles all module formats in one process, which takes half as long as three processes. */
const compile = (bin: Manager['bin']): Command => [
  ...bin('tsc'),
  '-b',
  'esm',
  'tsconfig.build.json',
  'build/tsc-commonjs.json',
];

const esm = 'ESM';
const cjs = 'CommonJS';

/** @param versionOf the version of a package that the repository uses */
export function allWays(versionOf: (name: string) => string): Way[] {
  const of = (label: string, name = label): string => `${label} ${versionOf(name)}`;
  const typescript = of('TypeScript', 'typescript');
  const jest = `${of('Jest', 'jest')}, ${of('ts-jest')}`;
  return [
    { tool: 'Node', modules: esm, commands: ({ node }) => [[...node, 'plain/main.mjs']] },
    {
      tool: 'Node',
      modules: `${cjs}, \`require\``,
      pnpError: notResolved,
      commands: ({ node }) => [[...node, 'plain/main.cjs']],
    },
    {
      tool: 'Node',
      modules: `${cjs}, \`import()\``,
      commands: ({ node }) => [[...node, 'plain/import.cjs']],
    },
    {
      tool: `${typescript}, \`module: nodenext\``,
      modules: esm,
      commands: ({ node, bin }) => [compile(bin), [...node, 'esm/dist/main.js']],
    },
    {
      tool: `${typescript}, \`module: nodenext\``,
      modules: cjs,
      pnpError: notResolved,
      commands: ({ node, bin }) => [compile(bin), [...node, 'dist/main.js']],
    },
    {
      tool: `${typescript}, \`module: commonjs\``,
      modules: cjs,
      pnpError: notResolved,
      commands: ({ node, bin }) => [compile(bin), [...node, 'dist/tsc-commonjs/main.js']],
    },
    ...strictProjects.map((project): Way => {
      const modules = project.nest === 12 ? esm : cjs;
      const isNative = project.typescript === '7.0';
      return {
        tool: `TypeScript ${project.typescript}, \`strict\`, Nest ${project.nest}`,
        modules,
        ...((isNative || modules === cjs) && { pnpError: isNative ? notTyped : notResolved }),
        project,
        commands: ({ node, bin }) => [bin('tsc'), [...node, 'dist/main.js']],
      };
    }),
    ...[esm, cjs].map((modules): Way => {
      const folder = modules === esm ? 'dist/swc-esm' : 'dist/swc-cjs';
      return {
        tool: of('swc', '@swc/core'),
        modules,
        ...(modules === cjs && { pnpError: notResolved }),
        commands: ({ node }) => [
          [...node, 'build/swc.mjs', modules === esm ? 'es6' : 'commonjs', folder],
          [...node, `${folder}/main.js`],
        ],
      };
    }),
    ...['esbuild', 'webpack'].flatMap((bundler) =>
      [esm, cjs].map((modules): Way => {
        const file = `dist/alone/${bundler}.${modules === esm ? 'mjs' : 'cjs'}`;
        return {
          tool: of(bundler),
          modules,
          // Runs with plain Node, because everything is bundled.
          commands: ({ node }) => [
            ...(bundler === 'webpack' ? [[...node, 'build/swc.mjs', 'es6', 'dist/swc-esm'] as const] : []),
            [...node, `build/${bundler}.mjs`],
            [process.execPath, file],
          ],
        };
      }),
    ),
    {
      tool: `${jest} (\`nest new\`, Nest 11)`,
      modules: cjs,
      commands: ({ bin }) => [bin('jest')],
    },
    {
      tool: `${jest}, emulator in \`globalSetup\``,
      modules: cjs,
      // Jest compiles only what is loaded while `globalSetup` runs. Node loads what the emulator imports later.
      pnpError: notResolved,
      commands: ({ bin }) => [[...bin('jest'), '--config', 'test/jest-e2e.json']],
    },
    {
      tool: of('Jest', 'jest'),
      modules: esm,
      env: { NODE_OPTIONS: '--experimental-vm-modules' },
      commands: ({ bin }) => [[...bin('jest'), '--config', 'plain/jest.config.json']],
    },
    {
      tool: of('Vitest', 'vitest'),
      modules: esm,
      commands: ({ bin }) => [[...bin('vitest'), 'run', 'plain/kakao.test.mjs', '--no-color']],
    },
    {
      tool: '`node:test`',
      modules: esm,
      commands: ({ node }) => [[...node, '--test', '--test-reporter', 'tap', 'plain/kakao.node-test.mjs']],
    },
  ];
}
