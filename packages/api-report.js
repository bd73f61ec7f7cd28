// @ts-check
/**
 * Reports the public surface of each package: `npm run api` updates `packages/<name>/*.api.md`, and the packaging test
 * fails (`--check FOLDER`) if the packages differ from these reports. So a reviewer sees every change to the surface.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const packages = fileURLToPath(new URL('.', import.meta.url));
const reported = ['client', 'passport', 'vault', 'nestjs', 'emulator', 'doctor', 'codemod'];

/**
 * The reports of a package.
 *
 * @param {string} name - of the folder in `packages/`
 * @param {string} built - the folder of the package as it is published
 * @param {string} temporary - the folder for new reports
 * @returns {Promise<ExtractorConfig[]>} one for each entry
 */
async function configsOf(name, built, temporary) {
  const manifest = join(built, 'package.json');
  /** @type {{ exports: Record<string, string | { types?: string }> }} */
  const { exports } = JSON.parse(await readFile(manifest, 'utf8'));
  const configs = [];
  for (const [entry, target] of Object.entries(exports)) {
    // `internal` is only for our other packages, and can change in any release.
    if (typeof target === 'string' || target.types === undefined || entry === './internal') continue;
    const declarations = join(built, target.types);
    const report = `${name}${entry.slice(1).replaceAll('/', '.')}`;
    configs.push(
      ExtractorConfig.prepare({
        packageJsonFullPath: manifest,
        configObjectFullPath: undefined,
        configObject: {
          projectFolder: built,
          newlineKind: 'lf',
          mainEntryPointFilePath: declarations,
          compiler: {
            overrideTsconfig: {
              compilerOptions: {
                module: 'nodenext',
                target: 'es2023',
                types: ['node'],
                strict: true,
                skipLibCheck: true,
              },
              files: [declarations],
            },
          },
          apiReport: {
            enabled: true,
            // Types that exports use without exporting them. The other entries only use exports of the main one.
            includeForgottenExports: entry === '.',
            reportFolder: join(packages, name),
            reportTempFolder: temporary,
            reportFileName: report,
          },
          docModel: { enabled: false },
          dtsRollup: { enabled: false },
          tsdocMetadata: { enabled: false },
        },
      }),
    );
  }
  return configs;
}

const { check } = parseArgs({ options: { check: { type: 'string' } } }).values;
const temporary = await mkdtemp(join(tmpdir(), 'api-report-'));
const configs = (
  await Promise.all(reported.map((name) => configsOf(name, join(check ?? packages, name), temporary)))
).flat();
const [first] = configs;
// One state for all reports, because reading the declarations of Nest, Express and Node takes most of the time.
const compilerState = CompilerState.create(first, {
  additionalEntryPoints: configs.map((config) => config.mainEntryPointFilePath),
});
for (const config of configs) {
  const { apiReportChanged } = Extractor.invoke(config, {
    compilerState,
    localBuild: check === undefined,
    // Its warnings about missing release tags and TSDoc syntax do not matter here.
    messageCallback: (message) => void (message.handled = true),
  });
  if (!apiReportChanged) continue;
  if (check !== undefined) process.exitCode = 1;
  const path = relative(join(packages, '..'), config.reportFilePath);
  process.stdout.write(`${path} ${check === undefined ? 'updated' : 'does not fit'}\n`);
}
await rm(temporary, { recursive: true });
