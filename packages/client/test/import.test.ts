import { expect, test } from '@jest/globals';
import { transformFile } from '@swc/core';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kakao, raw } from './support/server.js';

const source = fileURLToPath(new URL('../src', import.meta.url));
const nodeModules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Compiles the package to JavaScript in its own directory, so that Node can load it without a build. */
async function compiled(): Promise<AsyncDisposable & { entry: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'kakao-client-'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(nodeModules, join(directory, 'node_modules'));
  for (const file of await readdir(source, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const { code } = await transformFile(join(source, file), {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    const target = join(directory, file.replace(/ts$/, 'js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code);
  }
  return {
    entry: join(directory, 'index.js'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Records every module that is resolved, in order. */
const recorder = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  import { writeSync } from 'node:fs';
  export async function resolve(specifier, context, next) {
    const found = await next(specifier, context);
    writeSync(1, found.url + '\\\\n');
    return found;
  }\`));`;

async function lookedUp(script: string): Promise<string[]> {
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(recorder)}`,
    '--input-type=module',
    '-e',
    script,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout.split('\n');
}
const heavy = (urls: string[]): string[] => {
  const names = urls.map((url) => /node_modules\/(axios|undici|lossless-json)\//.exec(url)?.[1] ?? '');
  return [...new Set(names)].filter((name) => name !== '').sort();
};

test('the HTTP client is loaded with the first request, not by the import or the constructor', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  await using build = await compiled();
  const make = `const { KakaoClient } = await import(${JSON.stringify(build.entry)});
    const client = new KakaoClient({ clientId: 'key', hosts: '${server.url}' });
    client.oauth.authorizationUrl({ redirectUri: 'http://localhost:3000/cb' });`;

  const imported = await lookedUp(make);
  expect(imported.some((url) => url.endsWith('/index.js'))).toBe(true);
  expect(heavy(imported)).toEqual([]);
  expect(imported.filter((url) => url.includes('/node_modules/'))).toEqual([]);

  const asked = await lookedUp(`${make} await client.user.me({ accessToken: 'token' });`);
  expect(heavy(asked)).toEqual(['undici']);
  const withAxios = await lookedUp(`${make} await client.axios(); await client.user.me({ accessToken: 'token' });`);
  expect(heavy(withAxios)).toEqual(['axios', 'undici']);
  expect(server.seen).toHaveLength(2);
});

/** Returns what keeps a process running after a script, as long as the servers stay up. */
async function keptOpen(script: string): Promise<string[]> {
  const report = `await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    console.log(process.getActiveResourcesInfo().filter((name) => !/^(Pipe|TTY|Immediate)/.test(name)).join());`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script + report]);
  return stdout.trim().split(',');
}

test('a process with an idle connection can exit', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  await using build = await compiled();
  const open = await keptOpen(`const { KakaoClient } = await import(${JSON.stringify(build.entry)});
    const client = new KakaoClient({ clientId: 'key', hosts: '${server.url}' });
    await client.user.me({ accessToken: 'token' });`);
  expect([server.connections, open]).toEqual([1, ['']]);
});

test('a process that prepared for a login can exit if none comes', async () => {
  // One server answers. The other accepts the connection but does not answer the handshake.
  await using server = await kakao(() => ({ body: { id: 1 } }));
  await using silent = await raw(() => {});
  await using build = await compiled();
  const open = await keptOpen(`const { KakaoClient } = await import(${JSON.stringify(build.entry)});
    const hosts = { kauth: '${server.url}', kapi: '${silent.url.replace('http:', 'https:')}' };
    new KakaoClient({ clientId: 'key', hosts, timeouts: { connect: 30_000 } }).warm();
    await new Promise((resolve) => setTimeout(resolve, 500));`);
  expect([server.connections, silent.connections, open]).toEqual([1, 1, ['']]);
});

test('many concurrent calls can share one AbortSignal without a warning', async () => {
  await using server = await kakao(() => ({ body: { id: 1 } }));
  await using package_ = await compiled();
  const script = `
    const { KakaoClient } = await import(${JSON.stringify(package_.entry)});
    const client = new KakaoClient({ clientId: 'key', hosts: ${JSON.stringify(server.url)} });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 20 }, () => client.user.me({ accessToken: 'a' }, { signal })));
    process.exit();`;
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stderr).toBe('');
  expect(server.seen).toHaveLength(20);
});
