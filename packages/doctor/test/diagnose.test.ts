import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { diagnose } from '@kakao-login/doctor';
import type { DoctorReport, Finding } from '@kakao-login/doctor';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import { examine, troubles, troublesOf } from './examine.js';
import { apps, keysByKind, misconfigurations, moduleFile, soundVariables } from './misconfigurations.js';
import type { Misconfiguration } from './misconfigurations.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator({ apps });
});
afterAll(() => emulator.close());

test('a service that is set up correctly passes every check', async () => {
  const report = await examine(emulator, []);
  expect(report.findings.filter(({ status }) => status !== 'PASS')).toEqual([]);
  expect(report.ok).toBe(true);
});

/** Reports of earlier tests. They are created one after another, because each one changes the emulator. */
const examined = new Map<string, DoctorReport>();
async function reportOf(row: Misconfiguration): Promise<DoctorReport> {
  const report = examined.get(row.name) ?? (await examine(emulator, [row]));
  examined.set(row.name, report);
  return report;
}

describe('finds one misconfiguration', () => {
  test.each(misconfigurations)('$name', async (row) => {
    expect(troubles(await reportOf(row)).sort()).toEqual([...new Set(troublesOf(row))].sort());
  });
});

/** A key of each kind in each variable. */
const kindByVariable = {
  KAKAO_CLIENT_ID: 'REST API key',
  KAKAO_JAVASCRIPT_KEY: 'JavaScript key',
  KAKAO_NATIVE_APP_KEY: 'native app key',
  KAKAO_ADMIN_KEY: 'admin key',
} as const;

describe('names the kind of a key in the wrong variable', () => {
  const mixedUp = Object.entries(kindByVariable).flatMap(([variable, wanted]) =>
    Object.entries(keysByKind).flatMap(([kind, key]) => (kind === wanted ? [] : [{ variable, wanted, kind, key }])),
  );
  const article = (noun: string): string => `${noun.startsWith('a') ? 'an' : 'a'} ${noun}`;

  test.each(mixedUp)('$variable has the $kind', async ({ variable, wanted, kind, key }) => {
    const { findings } = await examine(emulator, [{ name: kind, variables: { [variable]: key }, finds: {} }]);
    const [found, ...others] = findings.filter(({ code }) => code === 'wrong_key_kind');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ status: 'FAIL', settings: [variable] });
    expect(found?.message.en).toBe(`${variable} holds ${article(kind)}.`);
    expect(found?.cause?.en).toContain(`This setting needs ${article(wanted)}.`);
  });

  test('says if Kakao’s responses do not distinguish a JavaScript key from a native app key', async () => {
    const swapped = { KAKAO_JAVASCRIPT_KEY: soundVariables['KAKAO_NATIVE_APP_KEY'] };
    const wrong = { name: 'Kakao Login off', variables: swapped, console: { kakaoLogin: false }, finds: {} };
    const { findings } = await examine(emulator, [wrong]);
    const skipped = findings.filter(({ code }) => code === 'javascriptKey' || code === 'nativeKey');
    expect(skipped.map(({ status, code }) => `${status} ${code}`)).toEqual(['SKIP javascriptKey', 'SKIP nativeKey']);
  });
});

test('each audience of a module file can be a JavaScript key or a native app key', async () => {
  const variables = { KAKAO_NATIVE_APP_KEY: keysByKind['admin key'] };
  const report = await examine(emulator, [{ name: 'audiences', variables, finds: {} }], { module: moduleFile });
  const about = report.findings.filter(({ code }) => code === 'audience' || code === 'wrong_key_kind');
  expect(about).toMatchObject([
    {
      status: 'PASS',
      settings: ['audiences (KAKAO_JAVASCRIPT_KEY)'],
      message: { en: 'Kakao knows it as a JavaScript key.' },
    },
    { status: 'FAIL', settings: ['audiences (KAKAO_NATIVE_APP_KEY)'], console: { en: 'App > Platform key' } },
  ]);
  const sound = await examine(emulator, [], { module: moduleFile });
  expect(sound.findings.filter(({ code }) => code === 'audience').map(({ message }) => message.en)).toEqual([
    'Kakao knows it as a JavaScript key.',
    'Kakao knows it as a native app key.',
  ]);
});

describe('every problem', () => {
  const reports: { name: string; offline: DoctorReport; online: DoctorReport }[] = [];
  beforeAll(async () => {
    for (const row of misconfigurations) {
      const offline = await examine(emulator, [row], { probe: false });
      reports.push({ name: row.name, offline, online: await reportOf(row) });
    }
  });

  const elsewhere = new Set([
    'cookie_secret',
    'cookie_secure_http',
    'cookie_insecure',
    'cookie_domain',
    'cookie_path',
    'store_cannot_keep',
    'env_shadowed',
    'env_not_read',
    'env_reference',
    'set_twice',
    'no_options',
    'node',
    'proxy_ignored',
    'tls_unverified',
    'hosts_in_production',
    'clock_skew',
    'no_answer',
    'bad_answer',
    'tls',
  ]);
  const isCookie = ({ settings }: Finding): boolean => settings.some((setting) => setting.includes('COOKIE'));

  test('has a cause, a remedy and, if the fix is in the console, its menu', () => {
    const bare = reports.flatMap(({ name, online }) =>
      online.findings.flatMap((one) => {
        if (one.status === 'PASS' || one.status === 'SKIP') return [];
        const isInConsole = !elsewhere.has(one.code) && !isCookie(one);
        const isWhole = one.cause && one.remedy && (one.console !== undefined) === isInConsole;
        return isWhole ? [] : [`${name}: ${one.code}`];
      }),
    );
    expect(bare).toEqual([]);
  });

  test('is described in both languages', () => {
    const texts = reports.flatMap(({ online }) =>
      online.findings.flatMap(({ message, cause, remedy, console, assumption }) =>
        [message, cause, remedy, console, assumption].filter((text) => text !== undefined),
      ),
    );
    expect(texts.filter(({ ko, en }) => !/[가-힣]|^Node/.test(ko) || !/^[^가-힣]+$/.test(en))).toEqual([]);
  });

  test('that is based on Kakao’s responses states its assumption', () => {
    const certain = ['KOE125', 'clock', 'clock_skew', 'no_answer', 'bad_answer', 'tls'];
    const bare = reports.flatMap(({ name, offline, online }) => {
      const known = new Set(offline.findings.map(({ code }) => code));
      return online.findings
        .filter(({ status, code }) => status !== 'SKIP' && !known.has(code) && !certain.includes(code))
        .flatMap(({ code, assumption }) => (assumption === undefined ? [`${name}: ${code}`] : []));
    });
    expect(bare).toEqual([]);
  });

  test.each(['README.md', 'README.ko.md'])('is in the table of %s, and the table has no others', async (file) => {
    const readme = await readFile(new URL(`../${file}`, import.meta.url), 'utf8');
    const codesIn = (lines: readonly string[]): string[] =>
      lines.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
    const rows = readme.split('\n').filter((line) => line.startsWith('|'));
    const documented = codesIn(rows).filter((code) => /^(?:[a-z]+(?:_[a-z]+)*|KOE\d+|-\d+)$/.test(code));
    const found = new Set(reports.flatMap(({ online }) => troubles(online)).map((one) => one.slice('FAIL '.length)));
    expect(documented.filter((code) => !found.has(code))).toEqual([]);
    // The table contains Kakao's own codes only as examples.
    const own = [...found].filter((code) => !/^(?:KOE\d+|-\d+)$/.test(code));
    expect(own.filter((code) => !documented.includes(code))).toEqual([]);
  });
});

test('requests are sent to Kakao only with `probe`', async () => {
  emulator.reset();
  const report = await examine(emulator, [], { probe: false });
  expect(emulator.requests).toEqual([]);
  expect(report.findings.filter(({ status }) => status === 'SKIP').map(({ code }) => code)).toEqual(['probe']);
});

test('reports that Kakao cannot be reached, and sends no further requests', async () => {
  const gone = await createKakaoEmulator();
  await gone.close();
  const report = await examine(gone, []);
  expect(troubles(report)).toEqual(['FAIL no_answer']);
  expect(report.findings.filter(({ status }) => status === 'SKIP').map(({ code }) => code)).toEqual(['login']);
});

describe('a response that is not from Kakao', () => {
  const places = ['oauth.token', '/oauth/authorize', '/oauth/logout', 'user.list'];
  const kinds = [
    { kind: 'html', status: 502, times: 99 },
    { kind: 'reset', times: 99 },
    { kind: 'error', code: 'server_error', times: 99 },
  ] as const;
  const rows = places.flatMap((on) => kinds.map((fault) => ({ on, ...fault })));

  test.each(rows.filter(({ on, kind }) => kind !== 'error' || on === '/oauth/authorize'))(
    'is reported, and nothing else: $kind at $on',
    async (fault) => {
      const report = await examine(emulator, [{ name: 'a relay', faults: [fault], finds: {} }]);
      expect(troubles(report)).toEqual([fault.kind === 'reset' ? 'FAIL no_answer' : 'FAIL bad_answer']);
      const told = report.findings.find(({ status }) => status === 'FAIL');
      expect(told?.message.en).toMatch(/^There is no answer to |does not look like Kakao’s\.$/);
    },
  );
});

describe('a server that is not Kakao’s', () => {
  const html = { 'content-type': 'text/html' };
  const json = { 'content-type': 'application/json' };
  test.each<[string, number, Record<string, string>, string]>([
    ['the page of a captive portal', 200, html, '<title>Welcome</title>'],
    ['a redirect to a captive portal', 302, { location: 'http://portal.example/' }, ''],
    ['a network that wants a login', 511, html, '<title>Log in</title>'],
    ['a proxy that wants a password', 407, { 'proxy-authenticate': 'Basic' }, 'Authentication required'],
    ['another API', 200, json, '{}'],
    [
      'an application of Nest',
      404,
      json,
      '{"message":"Cannot POST /oauth/token","error":"Not Found","statusCode":404}',
    ],
    ['an application of Spring', 404, json, '{"timestamp":"2026-01-01","status":404,"error":"Not Found","path":"/"}'],
  ])('is told, and its clock says nothing: %s', async (_name, status, headers, body) => {
    const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const hosts = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { findings } = await diagnose({ variables: soundVariables, hosts, probe: true });
    server.closeAllConnections();
    server.close();
    const failed = findings.filter(({ status }) => status === 'FAIL');
    expect([...new Set(failed.map(({ code }) => code))]).toEqual(['bad_answer']);
    expect(failed.map(({ remedy }) => remedy?.en)).toEqual(failed.map(() => expect.stringContaining('hosts')));
    expect(findings.filter(({ code }) => code.startsWith('clock')).map((one) => one.status)).not.toContain('PASS');
  });
});

describe('when a probe throws', () => {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    // Pages are opened with fetch, whose idle connections this test must not count.
    if (request.headers['user-agent'] === 'kakao-doctor') response.setHeader('connection', 'close');
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end('{"error":"invalid_grant","error_code":"KOE320"}');
  });
  // Otherwise Node tells clients in a header when to close idle connections.
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([1, 3, 5])('no connection stays open if call %i of the clock throws', async (last) => {
    const hosts = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    let asked = 0;
    const now = (): number => {
      asked += 1;
      if (asked >= last) throw new RangeError('no clock');
      return Date.now();
    };
    await expect(diagnose({ variables: soundVariables, hosts, probe: true, now })).rejects.toThrow('no clock');
    await Promise.all([...sockets].map((socket) => once(socket, 'close')));
  });
});

test('lists each consent item that is not set up', async () => {
  const scope = { KAKAO_SCOPE: 'account_email talk_calendar,gender,legal_name' };
  const { findings } = await examine(emulator, [{ name: 'two items', variables: scope, finds: {} }]);
  expect(findings.find(({ code }) => code === 'KOE205')?.message.en).toMatch(/: talk_calendar, legal_name$/);
});

test('shows the exact redirect URI to register in the console or in the emulator', async () => {
  const uri = 'https://shop.example/auth/kakao/callback?from=kakao';
  const at = async (hosts: string | undefined) => {
    const { findings } = await examine(emulator, [], { probe: false, hosts, redirectUris: [uri] });
    return findings.find(({ code }) => code === 'redirect_uri')?.message;
  };
  expect(await at(undefined)).toEqual({
    ko: expect.stringContaining(`${uri} – 글자 하나까지 똑같이 developers.kakao.com의 [앱] > [플랫폼 키]`),
    en: expect.stringContaining(`${uri} – register exactly this at developers.kakao.com, [App] > [Platform key]`),
  });
  expect((await at(emulator.url))?.en).toContain(`kakao-emulator --redirect-uri '${uri}'`);
});
