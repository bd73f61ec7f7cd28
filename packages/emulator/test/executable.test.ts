import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { describeWith } from '../../../test/support/needs.js';
import { start, type Run } from './command.js';
import { Visitor, location, post } from './visitor.js';

const root = new URL('../../../', import.meta.url).pathname;
const redirectUri = 'http://localhost:8080/login/oauth2/code/kakao';
const clientId = '5555666677778888aaaabbbbccccdddd';
const seed = `
apps:
  - appId: 100777
    name: 봄상점
    restApiKeys: [{ key: ${clientId} }]
    consentItems: { profile_nickname: required }
people:
  - { id: 7001, loginId: spring@example.com, password: kakao1234!, nickname: 봄 }
`;

let folder: string;
let executable: string;
/** Runs with an empty PATH, as on a machine without Node. */
const run = (...args: string[]): Run => start(executable, args, { PATH: join(folder, 'empty') });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kakao-emulator-executable-'));
  const built = spawnSync(process.execPath, ['packages/executable.js', '--out', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stderr);
  executable = /^(.+): [\d.]+ MB, Node /m.exec(built.stdout)?.[1] ?? '';
  process.stdout.write(built.stdout);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The files that a page loads, and the pages that it links to. */
async function linksOf(answer: Response): Promise<string[]> {
  const links = [...(await answer.text()).matchAll(/\s(?:src|href)="(\/[^"]*)"/g)];
  return [...new Set(links.map(([, path = '']) => path.replaceAll('&amp;', '&')))];
}

const missing = process.platform === 'linux' ? undefined : 'The executable of the emulator is made on Linux.';
describeWith(missing)('the executable, on a machine without Node', () => {
  let emulator: Run;
  beforeAll(async () => {
    await writeFile(join(folder, 'kakao.yaml'), seed);
    emulator = run('--port', '0', '--seed', join(folder, 'kakao.yaml'), '--redirect-uri', redirectUri);
    await emulator.printed('Control API');
  });

  test('logs a user of a seed file in, from the login page to the access token', async () => {
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
    });
    const visitor = new Visitor(emulator.url());
    const consent = await visitor.logIn(await visitor.get(`/oauth/authorize?${query}`), 'spring@example.com');
    const back = new URL(location(await visitor.accept(consent)));
    expect(back.origin + back.pathname).toBe(redirectUri);
    const { body } = await post(`${emulator.url()}/oauth/token`, {
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code: back.searchParams.get('code') ?? '',
    });
    const headers = { authorization: `Bearer ${String(body['access_token'])}` };
    const me = await fetch(`${emulator.url()}/v2/user/me`, { headers });
    expect(await me.json()).toMatchObject({ id: 7001, properties: { nickname: '봄' } });
  });

  test('has every page, and every file that a page loads', async () => {
    const paths = ['/', '/login', '/_emulator/console', '/_emulator/help', '/_emulator/seed.schema.json'];
    const assets = await Promise.all(
      paths.map(async (path) => linksOf(await fetch(emulator.url() + path, { redirect: 'manual' }))),
    );
    const everything = [...new Set([...paths, '/sdk/kakao.js', ...assets.flat()])];
    expect(everything.filter((path) => /\.(css|js|svg)/.test(path)).length).toBeGreaterThan(3);
    const answers = everything.map(async (path) => {
      const answer = await fetch(emulator.url() + path);
      return { path, ok: answer.ok, empty: (await answer.text()) === '' };
    });
    const wrong = (await Promise.all(answers)).filter(({ ok, empty }) => !ok || empty);
    expect(wrong).toEqual([]);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('stops on %s', async (signal) => {
    const emulator = run('--port', '0');
    await emulator.printed('Control API');
    emulator.stop(signal);
    expect(await emulator.ended).toBe(0);
  });

  test('prints only its version', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'packages/emulator/package.json'), 'utf8')) as {
      version: string;
    };
    const said = run('--version');
    expect([await said.ended, said.output()]).toEqual([0, `${version}\n`]);
  });

  test('lists its options', async () => {
    const help = run('--help');
    expect([await help.ended, help.output()]).toEqual([0, expect.stringContaining('--redirect-uri <uri>')]);
  });

  test.each([
    [['--prot', '1'], "kakao-emulator: Unknown option '--prot'; --help lists the options\n"],
    [['--seed', 'nowhere.yaml'], 'kakao-emulator: nowhere.yaml: this file cannot be read\n'],
    // An option of Node is not an option of the emulator.
    [['--inspect'], "kakao-emulator: Unknown option '--inspect'; --help lists the options\n"],
  ])('refuses %j in one line', async (args, line) => {
    const refused = run(...args);
    expect([await refused.ended, refused.output()]).toEqual([1, line]);
  });

  afterAll(async () => {
    emulator.stop('SIGTERM');
    await emulator.ended;
  });
});
