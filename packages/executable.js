// @ts-check
/**
 * `npm run emulator:executable` writes the emulator and this Node into one file that runs without an installed Node:
 * `packages/emulator/dist/executable/kakao-emulator-linux-x64`. `-- --out <folder>` sets the folder. With `-- --script`
 * the result is `kakao-emulator.cjs`, one script for any supported Node.
 */
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve as absolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { embed, licences, packageFolder, resolve } from './bundling.js';

const emulator = fileURLToPath(packageFolder('emulator'));
/** Where Node finds the added code. Both names are from its documentation. */
const resource = 'NODE_SEA_BLOB';
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
/** @param {string[]} args */
const node = (...args) => execFileSync(process.execPath, args, { stdio: 'pipe' });

/** @param {string} file */
async function bundle(file) {
  const sources = await rolldown({
    cwd: emulator,
    input: 'src/cli.ts',
    platform: 'node',
    resolve,
    tsconfig: 'tsconfig.json',
    plugins: [embed(emulator)],
  });
  // Executables of Node 20 to 24 start with CommonJS, and can load only Node's own modules later.
  await sources.write({ file, format: 'cjs', codeSplitting: false, banner: licences });
  await sources.close();
}

/** @param {string} script @param {string} executable @param {string} folder for what is needed on the way */
async function addToNode(script, executable, folder) {
  const [config, blob] = [join(folder, 'config.json'), join(folder, 'blob')];
  const settings = { main: script, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true };
  await writeFile(config, JSON.stringify(settings));
  node('--experimental-sea-config', config);
  await copyFile(process.execPath, executable);
  const postject = new URL('cli.js', import.meta.resolve('postject'));
  node(fileURLToPath(postject), executable, resource, blob, '--sentinel-fuse', fuse);
  await chmod(executable, 0o755);
}

/** @param {string} out @param {boolean} onlyScript */
async function write(out, onlyScript) {
  await mkdir(out, { recursive: true });
  if (onlyScript) {
    const script = join(out, 'kakao-emulator.cjs');
    await bundle(script);
    return script;
  }
  if (process.platform !== 'linux') throw new Error('executables are made on Linux; elsewhere use npx kakao-emulator');
  if (!(await readFile(process.execPath)).includes(fuse)) {
    throw new Error(`nothing can be added to ${process.execPath}; use a Node from nodejs.org`);
  }
  const executable = join(out, `kakao-emulator-linux-${process.arch}`);
  const folder = await mkdtemp(join(tmpdir(), 'kakao-emulator-'));
  try {
    const script = join(folder, 'kakao-emulator.cjs');
    await bundle(script);
    await addToNode(script, executable, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return executable;
}

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(emulator, 'dist/executable') },
    script: { type: 'boolean', default: false },
  },
});
const file = await write(absolute(values.out), values.script);
const { size } = await stat(file);
process.stdout.write(`${file}: ${(size / 2 ** 20).toFixed(1)} MB, Node ${process.versions.node}\n`);
