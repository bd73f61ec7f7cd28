import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { KakaoClient } from '@kakao-login/client';
import { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
import type { VaultRecord } from '@kakao-login/vault';
import { eventsOf, moon, rejection, through, useWorld } from './support/kakao.js';

const kakao = useWorld();

const unlinkPath = '/v1/user/unlink';

function withAdminKey(): KakaoClient {
  return kakao.client({ adminKey: kakao.emulator.app.adminKey });
}

/** Whether the user is linked to the app at Kakao. */
async function isLinked(): Promise<boolean> {
  return (await withAdminKey().user.list([moon.id])).length === 1;
}

/** The credentials and the result of each request to a path. */
const callsOf = (path: string): string[] =>
  kakao.emulator.requests
    .filter((request) => request.path === path)
    .map(({ credentials, code, status }) => `${credentials} ${code ?? status}`);

/** A store whose `delete` fails as long as a flag is set. */
class UndeletableStore extends MemoryVaultStore {
  fails = true;

  override delete(...given: Parameters<MemoryVaultStore['delete']>): Promise<void> {
    return this.fails ? Promise.reject(new Error('disk full')) : super.delete(...given);
  }
}

describe('vault.unlink', () => {
  test('unlinks with the token of the user, and forgets the user', async () => {
    const vault = kakao.vault({ client: withAdminKey() });
    await kakao.logIn(vault);
    const seen = eventsOf(vault);
    await vault.unlink(moon.id);
    expect(callsOf(unlinkPath)).toEqual(['token 200']);
    expect(await isLinked()).toBe(false);
    expect(await vault.status(moon.id)).toBeUndefined();
    expect(seen).toEqual(['forgotten 1001']);
  });

  test('refreshes an expired token to unlink with it', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.clock.advance({ hours: 7 });
    await vault.unlink(moon.id);
    expect(await isLinked()).toBe(false);
  });

  test('uses the admin key if the vault has no record of the user', async () => {
    await kakao.emulator.issueTokens(moon.email);
    await kakao.vault({ client: withAdminKey() }).unlink(moon.id);
    expect(callsOf(unlinkPath)).toEqual(['admin key 200']);
    expect(await isLinked()).toBe(false);
  });

  test('uses the admin key if Kakao has ended the tokens, and forgets them', async () => {
    const client = withAdminKey();
    const vault = kakao.vault({ client });
    await kakao.logIn(vault);
    await client.account.logout({ admin: true, targetId: moon.id });
    await vault.unlink(moon.id);
    expect(callsOf(unlinkPath)).toEqual(['token -401', 'admin key 200']);
    expect(await vault.status(moon.id)).toBeUndefined();
  });

  test('uses the admin key if no key decrypts the record, and deletes it', async () => {
    await kakao.logIn(kakao.vault());
    const other = kakao.vault({ client: withAdminKey(), keys: [{ kid: 'other', key: new Uint8Array(32) }] });
    await other.unlink(moon.id);
    expect(await isLinked()).toBe(false);
    expect(await kakao.vault().status(moon.id)).toBeUndefined();
  });

  test('succeeds if the user has already unlinked the app', async () => {
    const vault = kakao.vault({ client: withAdminKey() });
    await kakao.logIn(vault);
    await kakao.emulator.webhooks.unlink(moon.id);
    await vault.unlink(moon.id);
    await vault.unlink(moon.id);
    expect(callsOf(unlinkPath).slice(-1)).toEqual(['admin key -101']);
    expect(await vault.status(moon.id)).toBeUndefined();
  });

  test('succeeds if Kakao answers the token of the user with -101', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.faults.add({ on: 'account.unlink', kind: 'error', code: -101 });
    await vault.unlink(moon.id);
    expect(await vault.status(moon.id)).toBeUndefined();
  });

  test('names the option adminKey if there is neither a token nor the key, and keeps the record', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    await withAdminKey().account.logout({ admin: true, targetId: moon.id });
    const error = await rejection(vault.unlink(moon.id));
    expect(error).toMatchObject({ kind: 'usage', code: 'admin_key_missing', option: 'adminKey', status: 500 });
    expect(error.message).toContain('adminKey');
    expect(await vault.status(moon.id)).toMatchObject({ reconnectRequired: true });
  });

  test('keeps the record if Kakao cannot be reached, and the next call finishes', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    kakao.emulator.faults.add({ on: 'account.unlink', kind: 'reset' });
    expect(await rejection(vault.unlink(moon.id))).toMatchObject({ kind: 'connection' });
    expect(await vault.status(moon.id)).toBeDefined();
    await vault.unlink(moon.id);
    expect(await isLinked()).toBe(false);
    expect(await vault.status(moon.id)).toBeUndefined();
  });

  test('the next call finishes after Kakao unlinked the user and its response was lost', async () => {
    const vault = kakao.vault({ client: withAdminKey() });
    await kakao.logIn(vault);
    kakao.emulator.faults.add({ on: 'account.unlink', kind: 'cut' });
    await rejection(vault.unlink(moon.id));
    await vault.unlink(moon.id);
    expect(await isLinked()).toBe(false);
    expect(await vault.status(moon.id)).toBeUndefined();
  });

  test('the next call finishes after the store failed to delete the record', async () => {
    const store = new UndeletableStore();
    const vault = kakao.vault({ client: withAdminKey(), store });
    await kakao.logIn(vault);
    expect(await rejection(vault.unlink(moon.id))).toMatchObject({ kind: 'connection', code: 'store_failed' });
    expect(await isLinked()).toBe(false);
    store.fails = false;
    await vault.unlink(moon.id);
    expect(await vault.status(moon.id)).toBeUndefined();
  });
});

describe('vault.leave', () => {
  test('unlinks, then runs the other steps in their order', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const ran: string[] = [];
    const others = {
      naver: async () => ran.push(`naver, linked to Kakao: ${await isLinked()}`),
      google: () => ran.push('google'),
    };
    const result = await vault.leave(moon.id, { others });
    expect(result).toEqual({ finished: true, done: ['kakao', 'naver', 'google'], left: [] });
    expect(ran).toEqual(['naver, linked to Kakao: false', 'google']);
  });

  test('runs the steps after one that failed, and reports the failed one', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const broken = new Error('naver is down');
    const steps = {
      naver: () => Promise.reject(broken),
      apple: () => {
        throw broken;
      },
      google: () => {},
    };
    expect(await vault.leave(moon.id, { others: steps })).toEqual({
      finished: false,
      done: ['kakao', 'google'],
      left: [
        { name: 'naver', error: broken },
        { name: 'apple', error: broken },
      ],
    });
  });

  test('runs the other steps if Kakao cannot be reached, and the next call finishes', async () => {
    const vault = kakao.vault({ client: withAdminKey() });
    await kakao.logIn(vault);
    kakao.emulator.faults.add({ on: 'account.unlink', kind: 'reset' });
    let deletions = 0;
    const others = { files: () => (deletions += 1) };
    const first = await vault.leave(moon.id, { others });
    expect(first).toMatchObject({ finished: false, done: ['files'], left: [{ name: 'kakao' }] });
    expect(first.left[0]?.error).toMatchObject({ kind: 'connection' });
    expect(await vault.leave(moon.id, { others })).toMatchObject({ finished: true, done: ['kakao', 'files'] });
    expect(await isLinked()).toBe(false);
    expect(deletions).toBe(2);
  });

  test('leaves Kakao for later if there is neither a token nor the admin key', async () => {
    const result = await kakao.vault().leave(moon.id, { others: { files: () => {} } });
    expect(result).toMatchObject({ finished: false, done: ['files'], left: [{ name: 'kakao' }] });
    expect(result.left[0]?.error).toMatchObject({ code: 'admin_key_missing', option: 'adminKey' });
  });

  test.each([
    ['text', 'naver'],
    ['a list of names', ['naver']],
    ['a step that is not a function', { naver: 'revoke' }],
    ['a step named kakao', { kakao: () => {} }],
  ])('refuses %s as other steps before it starts', async (_what, others) => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const error = await rejection(vault.leave(moon.id, { others: others as never }));
    expect(error).toMatchObject({ kind: 'usage', option: 'others' });
    expect(await isLinked()).toBe(true);
  });
});

describe('a process that is killed while a user leaves', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  test('is finished by the next call in another process', async () => {
    const client = withAdminKey();
    const tokens = await kakao.emulator.issueTokens(moon.email);
    const { url, app } = kakao.emulator;
    const flags = ['--conditions=@kakao-login/source', '--import', './test/support/typescript.js'];
    const child = spawn(process.execPath, [...flags, 'packages/vault/test/support/leaving.ts'], {
      env: {
        ...process.env,
        LEAVING: JSON.stringify({ url, clientId: app.restApiKey, clientSecret: app.clientSecret, id: moon.id, tokens }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    // The process prints the record after Kakao has unlinked the user, when the store is asked to delete it, and then
    // hangs.
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await isLinked()).toBe(false);

    const { key, record, secret } = JSON.parse(printed.toString()) as {
      key: string;
      record: VaultRecord;
      secret: string;
    };
    const store = new MemoryVaultStore();
    await store.set(key, record);
    const vault = new KakaoVault({ client, store, keys: [{ kid: 'shared', key: secret }] });
    expect(await vault.status(moon.id)).toBeDefined();
    expect(await vault.leave(moon.id)).toEqual({ finished: true, done: ['kakao'], left: [] });
    expect(await vault.status(moon.id)).toBeUndefined();
  });
});

describe('vault.logout', () => {
  test('ends and forgets the token, and the user stays linked', async () => {
    const vault = kakao.vault();
    await kakao.logIn(vault);
    const accessToken = await vault.accessToken(moon.id);
    await vault.logout(moon.id);
    expect(await vault.status(moon.id)).toBeUndefined();
    expect(await isLinked()).toBe(true);
    expect(await rejection(kakao.client().user.me({ accessToken }))).toMatchObject({ code: -401 });
  });

  test('succeeds if there is nothing to log out of', async () => {
    const vault = kakao.vault();
    await vault.logout(moon.id);
    await kakao.logIn(vault);
    await kakao.emulator.webhooks.unlink(moon.id);
    await vault.logout(moon.id);
    expect(await vault.status(moon.id)).toBeUndefined();
  });

  test('leaves other devices logged in, unless everywhere is set', async () => {
    const vault = kakao.vault({ client: withAdminKey() });
    const { access_token: elsewhere } = await kakao.emulator.issueTokens(moon.email);
    await kakao.logIn(vault);
    await vault.logout(moon.id);
    expect((await kakao.client().user.me({ accessToken: elsewhere })).id).toBe(moon.id);
    await vault.logout(moon.id, { everywhere: true });
    expect(await rejection(kakao.client().user.me({ accessToken: elsewhere }))).toMatchObject({ code: -401 });
  });

  test('fails and keeps the tokens if Kakao refuses the admin key', async () => {
    const vault = kakao.vault({ client: kakao.client({ adminKey: 'f'.repeat(32) }) });
    await kakao.logIn(vault);
    expect(await rejection(vault.logout(moon.id, { everywhere: true }))).toMatchObject({ kind: 'api', code: -401 });
    expect(await vault.status(moon.id)).toMatchObject({ id: moon.id });
  });

  test('needs the admin key to log out everywhere', async () => {
    const error = await rejection(kakao.vault().logout(moon.id, { everywhere: true }));
    expect(error).toMatchObject({ code: 'admin_key_missing', option: 'adminKey' });
  });
});

describe('vault.signup', () => {
  const properties = { company_name: '별빛상사', business_number: '123-45-67890' };

  /** Returns a vault of the app with auto-link off, with a user who has logged in. */
  async function preregistered(): Promise<KakaoVault> {
    const [, app] = kakao.emulator.apps;
    const client = kakao.client({ clientId: app!.restApiKey, clientSecret: app!.clientSecret });
    const vault = kakao.vault({ client });
    await vault.save({ id: moon.id, tokens: await kakao.emulator.issueTokens(moon.email, { app: app! }) });
    return vault;
  }

  test('links a preregistered user and saves the properties', async () => {
    const vault = await preregistered();
    expect((await vault.forUser(moon.id).user.me()).has_signed_up).toBe(false);
    await vault.signup(moon.id, { properties });
    expect(await vault.forUser(moon.id).user.me()).toMatchObject({ has_signed_up: true, properties });
  });

  test('succeeds if the user has already signed up, and saves the properties', async () => {
    const vault = await preregistered();
    await vault.signup(moon.id);
    await vault.signup(moon.id);
    await vault.signup(moon.id, { properties });
    expect((await vault.forUser(moon.id).user.me()).properties).toMatchObject(properties);
    expect(callsOf('/v1/user/signup')).toEqual(['token 200', 'token -102', 'token -102']);
  });

  test('fails for a property that is not registered, and does not link the user', async () => {
    const vault = await preregistered();
    expect(await rejection(vault.signup(moon.id, { properties: { shoe_size: '260' } }))).toMatchObject({ code: -201 });
    expect((await vault.forUser(moon.id).user.me()).has_signed_up).toBe(false);
  });

  test('needs a new login after 24 hours, because Kakao has unlinked the user', async () => {
    const vault = await preregistered();
    kakao.emulator.clock.advance({ hours: 24, minutes: 1 });
    expect(await rejection(vault.signup(moon.id, { properties }))).toMatchObject({
      kind: 'login',
      code: 'reconnect_required',
    });
  });
});

describe('forget with the time of a webhook', () => {
  /** Saves a login, unlinks the user in the same second, and returns that time in the format of a webhook. */
  async function unlinkedNow(vault = kakao.vault()): Promise<{ occurredAt: number }> {
    await kakao.logIn(vault);
    return { occurredAt: Math.floor(kakao.emulator.clock.now() / 1000) };
  }

  test.each<[string, { seconds: number }, boolean]>([
    ['deletes the tokens of a login before it', { seconds: 0 }, false],
    ['deletes them even if it is called late', { seconds: 86_400 }, false],
    ['keeps the tokens of a login after it', { seconds: 1 }, true],
    ['keeps them even if it is called late', { seconds: 86_400 }, true],
  ])('%s (%j)', async (_, later, logsInAgain) => {
    const vault = kakao.vault();
    const event = await unlinkedNow(vault);
    kakao.emulator.clock.advance(later);
    if (logsInAgain) await kakao.logIn(vault);
    const seen = eventsOf(vault);
    await vault.forget(moon.id, event);
    expect((await vault.status(moon.id)) !== undefined).toBe(logsInAgain);
    expect(seen).toEqual(logsInAgain ? [] : ['forgotten 1001']);
  });

  test('a later refresh does not make an old login a new one', async () => {
    const vault = kakao.vault();
    const event = await unlinkedNow(vault);
    kakao.emulator.clock.advance({ hours: 7 });
    await vault.accessToken(moon.id);
    await vault.forget(moon.id, event);
    expect(await vault.status(moon.id)).toBeUndefined();
  });

  test('keeps a login that is saved while the record is being deleted', async () => {
    const event = await unlinkedNow();
    kakao.emulator.clock.advance({ seconds: 1 });
    let isBack = false;
    const store = through(kakao.store(), {
      delete: async (key, version) => {
        if (!isBack) await kakao.logIn(kakao.vault());
        isBack = true;
        await kakao.store().delete(key, version);
      },
    });
    await kakao.vault({ store }).forget(moon.id, event);
    expect(isBack).toBe(true);
    expect(await kakao.vault().status(moon.id)).toMatchObject({ id: moon.id });
  });

  test('deletes a record that no key decrypts', async () => {
    const event = await unlinkedNow();
    await kakao.vault({ keys: [{ kid: 'other', key: randomBytes(32) }] }).forget(moon.id, event);
    expect(await kakao.vault().status(moon.id)).toBeUndefined();
  });

  test('fails if the record still exists after three attempts', async () => {
    const event = await unlinkedNow();
    const store = through(kakao.store(), { delete: async () => {} });
    expect(await rejection(kakao.vault({ store }).forget(moon.id, event))).toMatchObject({ code: 'store_failed' });
  });

  test.each([NaN, Infinity, '1796000000', null, new Date(0)])('refuses %p', async (occurredAt) => {
    const error = await rejection(kakao.vault().forget(moon.id, { occurredAt } as never));
    expect(error).toMatchObject({ code: 'option_malformed', option: 'occurredAt' });
  });
});
