import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator, defaultSeed } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';

const run = promisify(execFile);
const page = await readFile(new URL('../../docs/pages/en/control-api.md', import.meta.url), 'utf8');
const [, block = ''] = /```sh\n(E=[\s\S]*?)```/.exec(page) ?? [];
const examples = block.split('\n').filter((line) => line.startsWith('curl '));

let emulator: KakaoEmulator;
let folder: string;
let token: string;
const service = createServer((request, answer) => {
  answer.writeHead(request.url === '/events' ? 202 : 200).end();
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-control-'));
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const [app] = defaultSeed.apps;
  const webhooks = { unlink: { url }, accountStatus: { url: `${url}/events` } };
  emulator = await createKakaoEmulator({ apps: [{ ...app, webhooks }] });
  token = (await emulator.issueTokens('1001')).refresh_token ?? '';
  // The list of requests needs an entry.
  await fetch(`${emulator.url}/v2/user/me`);
});
afterAll(async () => {
  await emulator.close();
  service.close();
  await rm(folder, { recursive: true });
});

/** The members of the response that the comment after an example shows. */
const promised = (example: string): string[] =>
  [...example.matchAll(/"(\w+)":(?:…|"ok"[^'])/g)].map(([, name = '']) => name);

describe('the examples for other languages, in order', () => {
  test.each(examples)('%s', async (example) => {
    const command = example.replace(/^curl/, 'curl --silent --show-error --fail-with-body');
    const env = { ...process.env, E: `${emulator.url}/_emulator`, TOKEN: token };
    const { stdout } = await run('bash', ['-c', command], { cwd: folder, env });
    const answer: unknown = stdout === '' ? undefined : JSON.parse(stdout);
    const [, remark = ''] = example.split('# ');
    expect(Array.isArray(answer)).toBe(remark.startsWith('[') || remark.startsWith('the same'));
    const [shown] = [answer].flat() as Record<string, unknown>[];
    expect(Object.keys(shown ?? {})).toEqual(expect.arrayContaining(promised(remark)));
    expect(shown?.['delivery']).not.toBeNull();
  });

  test('cover every control', () => {
    const rows = page.slice(page.indexOf('| `GET /` '), page.indexOf('- **Apps.**'));
    const controls = rows.split('\n').flatMap((row) => {
      const [, cell = ''] = row.split('|');
      const methods = [...cell.matchAll(/\b(GET|POST|PUT|PATCH|DELETE)\b/g)].map(([method]) => method);
      const paths = [...cell.matchAll(/(\/[a-z.\-/]*)/g)].map(([path]) => path);
      return paths.flatMap((path) => methods.map((method) => `${method} ${path.replace(/\/$/, '')}`));
    });
    const shown = examples.map((example) => {
      const [, method = 'GET'] = /-X (\w+)/.exec(example) ?? [];
      const [, path = ''] = /\$E(\S*)/.exec(example) ?? [];
      return `${method} ${path.replace(/\/\d+$/, '')}`;
    });
    expect(controls.length).toBeGreaterThan(20);
    expect(controls.filter((control) => !shown.includes(control) && control !== 'GET /console')).toEqual([]);
  });
});
