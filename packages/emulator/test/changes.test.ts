import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';

import { createKakaoEmulator } from '@kakao-login/emulator';
import type { AppChanges, KakaoEmulator, PersonChanges } from '@kakao-login/emulator';

import { Visitor, authorizePath, get, location, post, tokenForm } from './visitor.js';

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterEach(() => {
  emulator.reset();
});
afterAll(() => emulator.close());

async function patch(path: string, changes: object): Promise<Record<string, unknown>> {
  const init = { method: 'PATCH', body: JSON.stringify(changes) };
  const answer = await fetch(`${emulator.url}/_emulator${path}`, init);
  return (await answer.json()) as Record<string, unknown>;
}

/** The two ways to make the same change. */
const ways = [
  ['in code', (person: string, changes: PersonChanges) => emulator.updatePerson(person, changes)],
  ['over HTTP', (person: string, changes: PersonChanges) => patch(`/people/${encodeURIComponent(person)}`, changes)],
] as const;

const account = async (token: string): Promise<Record<string, unknown>> => {
  const me = await get(`${emulator.url}/v2/user/me`, { authorization: `Bearer ${token}` });
  return (me.body['kakao_account'] ?? me.body) as Record<string, unknown>;
};

describe.each(ways)('a user who is changed %s', (_way, change) => {
  test('has the new values from the next call on, and keeps the others', async () => {
    const { access_token } = await emulator.issueTokens('1001');
    await change('moonlight@example.com', { nickname: '새달빛', phoneNumber: null, emailVerified: false });
    const now = await account(access_token);
    expect(now['profile']).toMatchObject({ nickname: '새달빛' });
    expect(now).toMatchObject({ email: 'moonlight@example.com', is_email_verified: false, name: '김달빛' });
    expect(now).toHaveProperty('phone_number_needs_agreement', false);
    expect(now).not.toHaveProperty('phone_number');
  });

  test('logs in with the new password and login ID, and keeps the e-mail address', async () => {
    await change('1001', { loginId: 'new.moon@example.com', password: 'other1234!' });
    const visitor = new Visitor(emulator.url);
    const start = await visitor.get(authorizePath(emulator));
    const page = await visitor.logIn(start, 'new.moon@example.com', { password: 'other1234!' });
    expect(await page.text()).toContain('moonlight@example.com');
  });

  test('can lose the e-mail address, and get it back', async () => {
    const { access_token } = await emulator.issueTokens('1001');
    await change('1001', { email: null });
    expect(await account(access_token)).not.toHaveProperty('email');
    await change('1001', { nickname: '달' });
    expect(await account(access_token)).not.toHaveProperty('email');
    await change('1001', { email: 'back@example.com' });
    expect(await account(access_token)).toHaveProperty('email', 'back@example.com');
  });

  test('can be restricted until the next reset', async () => {
    await change('1001', { restricted: true });
    const { access_token } = await emulator.issueTokens('1001');
    expect(await account(access_token)).toHaveProperty('code', -4);
    emulator.reset();
    expect(await account((await emulator.issueTokens('1001')).access_token)).toHaveProperty('email');
  });
});

test('a user can be added in code', async () => {
  await emulator.addPerson({ id: '9007199254740993', loginId: 'late@example.com', nickname: '늦은이' });
  await expect(emulator.addPerson({ id: '1001', loginId: 'x', nickname: 'x' })).rejects.toThrow('id: another person');
  expect((await emulator.signIn('late@example.com')).code).toBeDefined();
  emulator.reset();
  expect(emulator.people).toHaveLength(6);
});

const appWays = [
  ['in code', (changes: AppChanges) => emulator.configure(changes)],
  ['over HTTP', (changes: AppChanges) => patch('/apps/100001', changes)],
] as const;

describe.each(appWays)('an app that is changed %s', (_way, change) => {
  test('accepts its new keys and not the old ones', async () => {
    const old = emulator.app.restApiKey;
    await change({ restApiKeys: [{ key: 'fresh', redirectUris: ['http://localhost:9/cb'] }], adminKeys: [] });
    const path = authorizePath(emulator, { redirect_uri: 'http://localhost:9/cb' });
    expect(path).toContain('client_id=fresh');
    expect(location(await fetch(emulator.url + path, { redirect: 'manual' }))).toContain('/login');
    const refused = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { client_id: old }));
    expect(refused.body['error_code']).toBe('KOE101');
    const { code } = await emulator.signIn('1001');
    const form = { grant_type: 'authorization_code', client_id: 'fresh', redirect_uri: 'http://localhost:9/cb', code };
    expect((await post(`${emulator.url}/oauth/token`, form)).status).toBe(200);
    expect(emulator.app.adminKey).toBe('');
    emulator.reset();
    expect(emulator.app.restApiKey).toBe(old);
  });

  test('has other terms and properties, and no longer a company', async () => {
    await change({ terms: [{ tag: 'new', title: '새 약관', required: true }], propertyKeys: ['size'], company: null });
    const { access_token } = await emulator.issueTokens('1001');
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await get(`${emulator.url}/v2/user/service_terms`, headers)).body['service_terms']).toMatchObject([
      { tag: 'new' },
    ]);
    const set = (properties: object): ReturnType<typeof post> =>
      post(`${emulator.url}/v1/user/update_profile`, { properties: JSON.stringify(properties) }, headers);
    expect((await set({ size: 'M' })).status).toBe(200);
    expect((await set({ membership: 'gold' })).body['code']).toBe(-201);
    expect(JSON.stringify((await emulator.exportState()).apps[0])).not.toContain('company');
  });
});

test('a consent page that is open while its app changes still works', async () => {
  const visitor = new Visitor(emulator.url);
  const page = await visitor.logIn(await visitor.get(authorizePath(emulator)), 'moonlight@example.com');
  await emulator.configure({ openIdConnect: false });
  const code = new URL(location(await visitor.accept(page))).searchParams.get('code') ?? '';
  const { status, body } = await post(`${emulator.url}/oauth/token`, tokenForm(emulator, { code }));
  expect(status).toBe(200);
  expect(body).not.toHaveProperty('id_token');
});

test('only existing users can be members of an app', async () => {
  const seed = { id: '77', loginId: 'member@example.com', nickname: '새사람' };
  const changing = (): Promise<void> => emulator.configure({ kind: 'test', members: ['1001', '77'] });
  await expect(changing()).rejects.toThrow('app 100001.members[1]: there is no such person');
  await emulator.addPerson(seed);
  await changing();
  expect((await emulator.signIn('77')).code).toBeDefined();
});

test.each(['redirectUris', 'logoutRedirectUris', 'domains'])(
  'an invalid address in %s is refused, as in a seed',
  async (name) => {
    const changing = emulator.configure({ [name]: ['nonsense'] });
    await expect(changing).rejects.toThrow(
      `${name}[0]: an ${name === 'domains' ? 'origin' : 'absolute URI'} is expected`,
    );
    expect(await patch('/apps/100001', { [name]: ['nonsense'] })).toEqual({
      error: expect.stringContaining(`${name}[0]: an `),
    });
  },
);
