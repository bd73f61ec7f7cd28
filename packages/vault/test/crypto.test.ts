import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { createHash, randomBytes } from 'node:crypto';
import { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
import type { KakaoVaultOptions, VaultKey, VaultRecord } from '@kakao-login/vault';
import { moon, onlyKey, rejection, through, useWorld } from './support/kakao.js';

const kakao = useWorld();
const key = (kid: string): VaultKey & { key: Buffer } => ({ kid, key: randomBytes(32) });
const stored = async (): Promise<VaultRecord> => (await kakao.store().get(await onlyKey(kakao.store()))) as VaultRecord;
const bytesOf = (sealed: string): string =>
  sealed
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');
const tokens = { token_type: 'bearer', access_token: 'AccessToken-1', expires_in: 21_599, refresh_token: 'Refresh-1' };

describe('a record', () => {
  test('is a compact JWE that names its key, is bound to the app and the user, and reveals no token or app key', async () => {
    const first = key('2026-11');
    const vault = kakao.vault({ keys: [first] });
    const answer = await kakao.emulator.issueTokens(moon.email);
    await vault.save({ id: moon.id, tokens: answer });
    const { sealed } = await stored();
    const { protectedHeader, plaintext } = await compactDecrypt(sealed, first.key);
    const app = createHash('sha256').update(kakao.emulator.app.restApiKey).digest('base64url').slice(0, 22);
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: '2026-11', aud: app, sub: moon.id });
    expect(plaintext.toString()).not.toBe('');
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toMatchObject({ accessToken: answer.access_token });
    const shown = JSON.stringify([await onlyKey(kakao.store()), await stored(), protectedHeader]);
    for (const secret of [answer.access_token, answer.refresh_token!, kakao.emulator.app.restApiKey]) {
      expect(shown).not.toContain(secret);
    }
  });

  test('differs each time', async () => {
    const vault = kakao.vault();
    await vault.save({ id: 1, tokens });
    const first = await stored();
    await vault.save({ id: 1, tokens });
    const second = await stored();
    expect(second.version).not.toBe(first.version);
    expect(second.sealed).not.toBe(first.sealed);
  });

  test('that was moved to another user cannot be decrypted', async () => {
    const vault = kakao.vault();
    await vault.save({ id: 1, tokens });
    const name = await onlyKey(kakao.store());
    const record = await stored();
    await kakao.store().set(name.replace(/:1$/, ':2'), record);
    const error = await rejection(kakao.vault().accessToken(2));
    expect(error).toMatchObject({ kind: 'usage', code: 'vault_record_unreadable', option: 'keys' });
  });

  test('that was moved to another app cannot be decrypted', async () => {
    const vault = kakao.vault();
    await vault.save({ id: 1, tokens });
    const name = await onlyKey(kakao.store());
    const record = await stored();
    await kakao.store().delete(name);
    const other = kakao.vault({ client: kakao.client({ clientId: 'another-rest-api-key' }) });
    await other.save({ id: 1, tokens });
    await kakao.store().set(await onlyKey(kakao.store()), record);
    expect(await rejection(other.status(1))).toMatchObject({ code: 'vault_record_unreadable' });
  });

  test('that was changed anywhere cannot be decrypted, and every change causes the same error', async () => {
    const vault = kakao.vault();
    await vault.save({ id: 1, tokens });
    const name = await onlyKey(kakao.store());
    const { sealed, version } = await stored();
    const change = fc.oneof(
      fc.record({ at: fc.nat(sealed.length - 1), to: fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.') }),
      fc.record({ cut: fc.nat(sealed.length - 1) }),
      fc.record({ text: fc.string() }),
    );
    const messages = new Set<string>();
    await fc.assert(
      fc.asyncProperty(change, async (one) => {
        const changed =
          'at' in one
            ? sealed.slice(0, one.at) + one.to + sealed.slice(one.at + 1)
            : 'cut' in one
              ? sealed.slice(0, one.cut)
              : one.text;
        // The last character of a part has unused bits.
        fc.pre(bytesOf(changed) !== bytesOf(sealed));
        await kakao.store().set(name, { version, sealed: changed });
        const error = await rejection(kakao.vault().accessToken(1));
        expect(['vault_record_unreadable', 'vault_key_unknown']).toContain(error.code);
        expect(error.message).not.toContain(tokens.access_token);
        if (error.code === 'vault_record_unreadable') messages.add(error.message);
      }),
    );
    expect([...messages]).toHaveLength(1);
  });

  test.each<[string, object, object]>([
    ['is encrypted in another way', { enc: 'A128CBC-HS256' }, {}],
    ['has another format', {}, { v: 2 }],
    ['names a key by a number', { kid: 7 }, {}],
  ])('that %s is not read, even if it was encrypted with a key of the vault', async (_, header, content) => {
    const current = key('current');
    const vault = kakao.vault({ keys: [current] });
    await vault.save({ id: 1, tokens });
    const { version, sealed } = await stored();
    const { protectedHeader, plaintext } = await compactDecrypt(sealed, current.key);
    const changed = JSON.stringify({ ...(JSON.parse(new TextDecoder().decode(plaintext)) as object), ...content });
    const other = await new CompactEncrypt(new TextEncoder().encode(changed))
      .setProtectedHeader({ ...protectedHeader, ...header })
      .encrypt(current.key);
    await kakao.store().set(await onlyKey(kakao.store()), { version, sealed: other });
    expect(await rejection(vault.accessToken(1))).toMatchObject({ code: 'vault_record_unreadable', option: 'keys' });
  });

  test('that was changed in the store is not read from the cache', async () => {
    const vault = kakao.vault();
    await vault.save({ id: 1, tokens });
    await vault.accessToken(1);
    const name = await onlyKey(kakao.store());
    const { version } = await stored();
    await kakao.store().set(name, { version, sealed: 'x.y.z' });
    expect(await rejection(vault.accessToken(1))).toMatchObject({ code: 'vault_record_unreadable' });
  });

  test('that cannot be decrypted can be replaced by a login, or forgotten', async () => {
    const vault = kakao.vault();
    await vault.save({ id: 1, tokens });
    const other = kakao.vault({ keys: [key('other')] });
    expect(await rejection(other.accessToken(1))).toMatchObject({
      code: 'vault_key_unknown',
      option: 'keys',
      status: 500,
    });
    await other.save({ id: 1, tokens: { ...tokens, access_token: 'AccessToken-2' } });
    expect(await other.accessToken(1)).toBe('AccessToken-2');
    await vault.forget(1);
    expect(await other.status(1)).toBeUndefined();
  });

  test('that is too large is not saved', async () => {
    const vault = kakao.vault();
    const error = await rejection(vault.save({ id: 1, tokens: { ...tokens, access_token: 'x'.repeat(9000) } }));
    expect(error).toMatchObject({ code: 'argument_malformed', option: 'login' });
  });
});

describe('keys', () => {
  test('rotate without downtime: add, move to the front, encrypt again, remove', async () => {
    const [old, fresh] = [key('old'), key('new')];
    const vaults = (...rings: VaultKey[][]) => rings.map((keys) => kakao.vault({ keys }));
    const [before] = vaults([old]);
    for (const id of [1, 2, 3]) await before!.save({ id, tokens });

    const step = async (instances: KakaoVault[]): Promise<void> => {
      for (const vault of instances) {
        await vault.save({ id: 3, tokens });
        for (const other of instances) {
          for (const id of [1, 2, 3]) expect(await other.accessToken(id)).toBe(tokens.access_token);
        }
      }
    };
    await step(vaults([old], [old, fresh]));
    await step(vaults([old, fresh], [fresh, old]));
    const [last] = vaults([fresh, old]);
    // The last instance that saved a record still had the old key first.
    await kakao.vault({ keys: [old, fresh] }).save({ id: 3, tokens });
    expect(await last!.reencrypt()).toEqual({ checked: 3, reencrypted: 3, unreadable: 0 });
    expect(await last!.reencrypt()).toEqual({ checked: 3, reencrypted: 0, unreadable: 0 });
    await step(vaults([fresh, old], [fresh]));
    await step(vaults([fresh]));
  });

  test('are in the status of each user, so that an operator sees which records still use an old one', async () => {
    const [old, fresh] = [key('old'), key('new')];
    await kakao.vault({ keys: [old] }).save({ id: 1, tokens });
    const vault = kakao.vault({ keys: [fresh, old] });
    await vault.save({ id: 2, tokens });
    const kids = async () => [(await vault.status(1))?.kid, (await vault.status(2))?.kid];
    expect(await kids()).toEqual(['old', 'new']);
    await vault.reencrypt();
    expect(await kids()).toEqual(['new', 'new']);
  });

  test('reencrypt counts records that no key decrypts, and ignores those of another app', async () => {
    const [old, fresh] = [key('old'), key('new')];
    const vault = kakao.vault({ keys: [old] });
    await vault.save({ id: 1, tokens });
    await kakao.vault({ keys: [key('lost')] }).save({ id: 2, tokens });
    const client = kakao.client({ clientId: 'another-rest-api-key' });
    await kakao.vault({ keys: [old], client }).save({ id: 3, tokens });
    expect(await kakao.vault({ keys: [fresh, old] }).reencrypt()).toEqual({
      checked: 2,
      reencrypted: 1,
      unreadable: 1,
    });
    expect(await kakao.vault({ keys: [fresh] }).accessToken(1)).toBe(tokens.access_token);
    expect(await kakao.vault({ keys: [old], client }).accessToken(3)).toBe(tokens.access_token);
  });

  test('reencrypt does not undo a refresh that is saved in the meantime', async () => {
    const [old, fresh] = [key('old'), key('new')];
    await kakao.vault({ keys: [old] }).save({ id: 1, tokens });
    const newer = { ...tokens, access_token: 'AccessToken-2' };
    const set = async (name: string, record: VaultRecord, replaces?: string): Promise<boolean> => {
      await kakao.vault({ keys: [fresh, old] }).save({ id: 1, tokens: newer });
      return kakao.store().set(name, record, replaces);
    };
    const late = kakao.vault({ keys: [fresh, old], store: through(kakao.store(), { set }) });
    expect(await late.reencrypt()).toEqual({ checked: 1, reencrypted: 0, unreadable: 0 });
    expect(await kakao.vault({ keys: [fresh] }).accessToken(1)).toBe(newer.access_token);
  });

  test('are 32 bytes, as base64url, base64 or a Uint8Array', async () => {
    const bytes = randomBytes(32);
    const forms = [bytes, new Uint8Array(bytes), bytes.toString('base64url'), bytes.toString('base64')];
    await kakao.vault({ keys: [{ kid: 'k', key: bytes }] }).save({ id: 1, tokens });
    for (const form of [...forms, ...forms.map((one) => () => one), () => Promise.resolve(bytes)]) {
      expect(await kakao.vault({ keys: [{ kid: 'k', key: form }] }).accessToken(1)).toBe(tokens.access_token);
    }
  });

  test('are copied, so a later change by the caller has no effect', async () => {
    const bytes = randomBytes(32);
    const copy = Buffer.from(bytes);
    const vault = kakao.vault({ keys: [{ kid: 'k', key: bytes }] });
    bytes.fill(0);
    await vault.save({ id: 1, tokens });
    expect(await kakao.vault({ keys: [{ kid: 'k', key: copy }] }).accessToken(1)).toBe(tokens.access_token);
  });

  test('from a KMS are fetched once, on first use, and again only after a failure', async () => {
    const bytes = randomBytes(32);
    let asked = 0;
    const cause = new Error('throttled');
    const fetch = () => ((asked += 1) === 1 ? Promise.reject(cause) : Promise.resolve(bytes));
    const vault = kakao.vault({ keys: [{ kid: 'k', key: fetch }] });
    expect(asked).toBe(0);
    const error = await rejection(vault.save({ id: 1, tokens }));
    expect(error).toMatchObject({ kind: 'connection', code: 'key_failed', status: 503, retryable: true });
    expect(error.cause).toBe(cause);
    await vault.save({ id: 1, tokens });
    await vault.accessToken(1);
    await vault.save({ id: 2, tokens });
    expect(asked).toBe(2);
  });

  test('from a KMS are fetched before the request to Kakao, so no refresh is wasted while the KMS is down', async () => {
    const old = key('old');
    await kakao.logIn(kakao.vault({ keys: [old] }));
    kakao.emulator.clock.advance({ hours: 7 });
    const vault = kakao.vault({ keys: [{ kid: 'kms', key: () => Promise.reject(new Error('down')) }, old] });
    expect(await rejection(vault.accessToken(moon.id))).toMatchObject({ code: 'key_failed' });
    expect(kakao.refreshes()).toBe(0);
  });

  const wrong: [string, unknown][] = [
    ['none', []],
    ['not an array', { kid: 'a', key: randomBytes(32) }],
    ['no kid', [{ key: randomBytes(32) }]],
    ['an empty kid', [{ kid: '', key: randomBytes(32) }]],
    ['a kid in Hangul', [{ kid: '키', key: randomBytes(32) }]],
    ['a kid that starts in Hangul', [{ kid: '키2', key: randomBytes(32) }]],
    ['a kid with a space', [{ kid: 'a b', key: randomBytes(32) }]],
    ['a kid with a line break', [{ kid: 'a\n', key: randomBytes(32) }]],
    ['a kid of 101 characters', [{ kid: 'a'.repeat(101), key: randomBytes(32) }]],
    ['one kid twice', [key('a'), key('a')]],
    ['null', [null]],
    ['no key', [{ kid: 'a' }]],
    ['an empty environment variable', [{ kid: 'a', key: '' }]],
    ['16 bytes', [{ kid: 'a', key: randomBytes(16) }]],
    ['33 bytes', [{ kid: 'a', key: randomBytes(33).toString('base64url') }]],
    ['a passphrase of 32 characters', [{ kid: 'a', key: 'correct horse battery staple 123' }]],
    ['hex', [{ kid: 'a', key: randomBytes(32).toString('hex') }]],
  ];

  test.each(wrong)('%s: refused at startup, without revealing a key', (_, keys) => {
    const make = () => kakao.vault({ keys: keys as KakaoVaultOptions['keys'] });
    expect(make).toThrow(expect.objectContaining({ kind: 'usage', code: 'option_malformed', option: 'keys' }));
    expect(make).not.toThrow(/correct horse/);
  });

  test('of the wrong size from a function are refused on first use', async () => {
    const vault = kakao.vault({ keys: [{ kid: 'a', key: () => randomBytes(16) }] });
    expect(await rejection(vault.save({ id: 1, tokens }))).toMatchObject({ code: 'option_malformed', option: 'keys' });
  });
});

describe('without keys', () => {
  test('the memory store works, with a random key', async () => {
    const vault = new KakaoVault({ client: kakao.client() });
    await vault.save({ id: 1, tokens });
    expect(await vault.accessToken(1)).toBe(tokens.access_token);
    const store = new MemoryVaultStore();
    await new KakaoVault({ client: kakao.client(), store }).save({ id: 1, tokens });
    expect(await rejection(new KakaoVault({ client: kakao.client(), store }).accessToken(1))).toMatchObject({
      code: 'vault_record_unreadable',
    });
  });

  test('a shared store is refused, in Korean and English, with the command that creates a key', () => {
    const store = { ...through(kakao.store(), {}), shared: true };
    const make = () => new KakaoVault({ client: kakao.client(), store });
    const command = 'node -p "crypto.randomBytes(32).toString(\'base64url\')"';
    expect(make).toThrow(
      expect.objectContaining({
        code: 'option_missing',
        option: 'keys',
        message: expect.stringContaining(command),
        remedy: { ko: expect.stringContaining(command), en: expect.stringContaining(command) },
      }),
    );
  });
});
