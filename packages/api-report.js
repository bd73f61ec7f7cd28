// @ts-check
/**
 * The public surface of each package, written down: `npm run api` updates `packages/<name>/*.api.md`, and the packaging
 * test fails (`--check FOLDER`) when what would be published differs from them. A change to the surface is then a change that a reviewer sees.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const packages = fileURLToPath(new URL('.', import.meta.url));
const reported = ['client', 'passport', 'vault', 'nestjs', 'emulator', 'doctor'];

/**
 * Compares a built package with its reports, or updates them.
 *
 * @param {string} name - of the folder below `packages/`
 * @param {{ built?: string, update?: boolean }} [options] - `built`: the folder that holds the package as it would be published
 * @returns {Promise<string[]>} the reports that differ from the package (and, with `update`, have been rewritten)
 */
async function changedReports(name, { built = join(packages, name), update = false } = {}) {
  const manifest = join(built, 'package.json');
  /** @type {{ exports: Record<string, string | { types?: string }> }} */
  const { exports } = JSON.parse(await readFile(manifest, 'utf8'));
  const temporary = await mkdtemp(join(tmpdir(), 'api-report-'));
  const changed = [];
  for (const [entry, target] of Object.entries(exports)) {
    // `internal` is for the packages beside it, and may change in any release.
    if (typeof target === 'string' || target.types === undefined || entry === './internal') continue;
    const declarations = join(built, target.types);
    const report = `${name}${entry.slice(1).replaceAll('/', '.')}.api.md`;
    const config = ExtractorConfig.prepare({
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
          // What an export names without exporting it; the entries beside the main one name what that one exports.
          includeForgottenExports: entry === '.',
          reportFolder: join(packages, name),
          reportTempFolder: temporary,
          reportFileName: report.replace('.api.md', ''),
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
      },
    });
    const { apiReportChanged } = Extractor.invoke(config, {
      localBuild: update,
      // What it would say in passing (missing release tags, its own TSDoc dialect) is not what it is asked here.
      messageCallback: (message) => void (message.handled = true),
    });
    if (apiReportChanged) changed.push(report);
  }
  await rm(temporary, { recursive: true });
  return changed;
}

const { check } = parseArgs({ options: { check: { type: 'string' } } }).values;
for (const name of reported) {
  const changed = await changedReports(name, check === undefined ? { update: true } : { built: join(check, name) });
  if (check !== undefined && changed.length > 0) process.exitCode = 1;
  for (const report of changed) {
    process.stdout.write(`packages/${name}/${report} ${check === undefined ? 'updated' : 'does not fit'}\n`);
  }
}
