import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DoctorReport } from '@kakao-login/doctor';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { soundVariables } from './misconfigurations.js';

const root = new URL('../../../', import.meta.url).pathname;
const fromSource = ['--conditions=@kakao-login/source', '--import', join(root, 'test/support/typescript.js')];
const cli = join(root, 'packages/doctor/src/cli.ts');

let emulator: KakaoEmulator;
let folder: string;
let envFile: string;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
  folder = await mkdtemp(join(tmpdir(), 'kakao-doctor-'));
  envFile = join(folder, '.env');
  await writeFile(
    envFile,
    Object.entries(soundVariables)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join(''),
  );
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  code: number | null;
  out: string;
  error: string;
}

function run(args: readonly string[], variables: Record<string, string> = {}): Promise<Run> {
  const env = { PATH: process.env['PATH'], LANG: 'en_US.UTF-8', ...variables };
  const child = spawn(process.execPath, ['--no-warnings', ...fromSource, cli, ...args], { env, cwd: folder });
  const texts = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.error += text));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, ...texts }));
  });
}

describe('kakao-doctor', () => {
  test('reads a .env file, asks the emulator, and exits with 0 if nothing is wrong', async () => {
    const { code, out, error } = await run(['--env', envFile, '--hosts', emulator.url, '--probe']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^PASS {2}token_endpoint \(KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET\): Kakao accepts/m);
    expect(out).toMatch(/\nPASS \d+ {2}WARN 0 {2}FAIL 0 {2}SKIP 0\n$/);
  });

  test('exits with 1 if something is wrong, and uses the language of LANG', async () => {
    const variables = { KAKAO_CLIENT_ID: 'your-rest-api-key', LANG: 'ko_KR.UTF-8' };
    const { code, out } = await run([], variables);
    expect(code).toBe(1);
    expect(out).toContain('FAIL  placeholder (KAKAO_CLIENT_ID): KAKAO_CLIENT_ID에 값 대신');
    expect(out).toContain('      콘솔: [앱] > [플랫폼 키] > [REST API 키]\n');
  });

  test('prints JSON with the version of its format', async () => {
    const { code, out } = await run(['--env', envFile, '--json', '--redirect-uri', 'ftp://shop.example']);
    expect(code).toBe(1);
    const report = JSON.parse(out) as DoctorReport;
    expect(report).toMatchObject({ version: 1, ok: false, probed: false, counts: { FAIL: 1 } });
    expect(report.findings.find(({ status }) => status === 'FAIL')).toMatchObject({
      code: 'option_malformed',
      app: 'kakao',
      settings: ['--redirect-uri'],
      remedy: { ko: expect.any(String), en: expect.any(String) },
    });
  });

  test('prints its version and its help', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'packages/doctor/package.json'), 'utf8')) as {
      version: string;
    };
    const [shown, korean] = await Promise.all([run(['--version']), run(['--help', '--lang', 'ko'])]);
    expect(shown).toEqual({ code: 0, out: `${version}\n`, error: '' });
    expect(korean.out).toContain('종료 코드');
  });

  test.each([
    [['--prob'], '--prob: no such option. --help lists the options.'],
    [['-x'], '-x: no such option. --help lists the options.'],
    [
      ['--s3cr3t-value-of-a-key=0123456789abcdef'],
      '--s3cr3t-value-of-a-key: no such option. --help lists the options.',
    ],
    [['--probe=yes'], '--probe: takes no value. --help lists the options.'],
    [['--env'], '--env: needs a value. --help lists the options.'],
    [['--env', '--json'], '--env: needs a value. --help lists the options.'],
    [['--lang', 'fr'], '--lang: use ko or en.'],
    [['0123456789abcdef0123456789abcdef'], 'Argument 1 is not an option. --help lists the options.'],
    [['--env', 'nowhere.env'], '--env: cannot read nowhere.env (ENOENT). Check the path.'],
    [['--module', 'nowhere.ts'], '--module: cannot read nowhere.ts (ENOENT). Check the path.'],
    [['--hosts', 'localhost'], expect.stringMatching(/^--hosts: The option `hosts\.kauth` /)],
  ] as [string[], string][])('%j is a mistake of the caller: one line, and 2', async (args, line) => {
    const { code, out, error } = await run(args);
    expect({ code, out, line: error.replace(/^kakao-doctor: /, '').trimEnd() }).toEqual({ code: 2, out: '', line });
  });
});
