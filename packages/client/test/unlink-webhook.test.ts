import { describe, expect, test } from '@jest/globals';
import { KakaoUsageError, KakaoWebhookError } from '@kakao-login/client';
import { parseUnlink } from '@kakao-login/client/webhooks';
import type { ParseUnlinkOptions, UnlinkRequest } from '@kakao-login/client/webhooks';
import { adminKey, appId } from './support/events.js';

const form = `app_id=${appId}&user_id=1285016924429472463&referrer_type=UNLINK_FROM_APPS`;
const authorization = `KakaoAK ${adminKey}`;
const post = (body: unknown = form, headers: Record<string, string | string[]> = {}): UnlinkRequest => ({
  method: 'POST',
  headers: { authorization, 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', ...headers },
  body,
});
const get = (query: UnlinkRequest['query'] = form): UnlinkRequest => ({
  method: 'GET',
  headers: { authorization },
  query,
});
const options: ParseUnlinkOptions = { adminKeys: adminKey, appId, now: () => 1_780_000_000_500 };
const read = {
  webhook: 'unlink',
  id: expect.stringMatching(/^[\da-f]{64}$/),
  appId,
  userId: '1285016924429472463',
  reason: 'UNLINK_FROM_APPS',
  occurredAt: 1_780_000_000,
};

describe('an unlink call is read', () => {
  test.each<[string, UnlinkRequest]>([
    ['a form as a string', post()],
    ['a form as bytes', post(Buffer.from(form))],
    ['a parsed form', post(Object.fromEntries(new URLSearchParams(form)))],
    ['a query as a string', get()],
    ['a query with the question mark', get(`?${form}`)],
    ['a parsed query', get(Object.fromEntries(new URLSearchParams(form)))],
    ['a URLSearchParams', get(new URLSearchParams(form))],
    ['a URL', { method: 'GET', headers: { authorization }, url: `/kakao/webhooks?from=kakao&${form}` }],
    ['a URL with a fragment', { method: 'GET', headers: { authorization }, url: `/hook?${form}#x` }],
    ['headers of the Fetch API', { ...get(), headers: new Headers({ Authorization: authorization }) }],
    ['headers in upper case', { ...get(), headers: { AUTHORIZATION: authorization } }],
    ['a scheme in lower case', { ...get(), headers: { authorization: `kakaoak ${adminKey}` } }],
  ])('from %s', (_, request) => {
    expect(parseUnlink(request, options)).toEqual(read);
  });

  test('with a group user token, an unknown reason and additional fields', () => {
    const body = `app_id=${appId}&user_id=1001&referrer_type=SOMETHING_NEW&group_user_token=abc&more=1&more=2`;
    const unlink = parseUnlink(post(body), options);
    expect(unlink).toMatchObject({ userId: '1001', reason: 'SOMETHING_NEW', groupUserToken: 'abc' });
  });

  test('with either key while the admin key is rotated', () => {
    const adminKeys = ['new-key', adminKey];
    expect(parseUnlink(post(), { ...options, adminKeys })).toEqual(read);
    expect(parseUnlink(post(form, { authorization: 'KakaoAK new-key' }), { ...options, adminKeys })).toEqual(read);
  });

  test('and a repeated call has the same ID, while another user or reason has a different one', () => {
    const id = (body: string): string => parseUnlink(post(body), options).id;
    const others = [form.replace('1285016924429472463', '1285016924429472464'), form.replace('APPS', 'ADMIN')];
    expect(parseUnlink(get(), { ...options, now: () => 0 }).id).toBe(id(form));
    expect(new Set([form, ...others].map(id)).size).toBe(3);
  });
});

describe('an unlink call is refused', () => {
  const cases: [string, string, UnlinkRequest][] = [
    ['with another key', 'admin_key', post(form, { authorization: 'KakaoAK another' })],
    [
      'with a longer key that starts with the right one',
      'admin_key',
      post(form, { authorization: `${authorization}0` }),
    ],
    ['with half of the key', 'admin_key', post(form, { authorization: authorization.slice(0, -4) })],
    ['with two keys', 'admin_key', post(form, { authorization: `${authorization}, KakaoAK other` })],
    ['with another scheme', 'admin_key', post(form, { authorization: `Bearer ${adminKey}` })],
    ['without a key', 'admin_key', { ...post(), headers: {} }],
    ['with a list of keys', 'malformed', post(form, { authorization: [authorization] })],
    ['with the header in two spellings', 'malformed', post(form, { Authorization: 'KakaoAK x' })],
    [
      'with the header twice on the wire',
      'malformed',
      Object.assign(post(), { rawHeaders: ['Authorization', authorization, 'authorization', 'KakaoAK x'] }),
    ],
    ['of another app', 'app_id', post(form.replace(appId, '100002'))],
    ['without an app', 'app_id', post(form.replace('app_id', 'app'))],
    ['with the app twice', 'malformed', post(`${form}&app_id=${appId}`)],
    ['with the user twice', 'malformed', post(`${form}&user_id=1001`)],
    ['with the user twice in a query', 'malformed', get(`user_id=1001&${form}`)],
    ['with a list of users', 'malformed', get({ app_id: appId, user_id: ['1001', '1002'], referrer_type: 'X' })],
    ['with an object as the user', 'malformed', post({ app_id: appId, user_id: { $gt: '' }, referrer_type: 'X' })],
    ['with fields of the prototype', 'app_id', post(Object.create({ app_id: appId, user_id: '1001' }) as object)],
    ['with __proto__', 'app_id', post(JSON.parse(`{"__proto__":{"app_id":"${appId}"}}`))],
    ['with a user that is not an ID', 'subject', post(form.replace('1285016924429472463', '1 OR 1'))],
    ['with a user beyond 64 bits', 'subject', post(form.replace('1285016924429472463', '9223372036854775808'))],
    ['without a user', 'subject', post(form.replace('user_id', 'user'))],
    ['without a reason', 'malformed', post(form.replace('referrer_type', 'why'))],
    ['as JSON', 'content_type', post(JSON.stringify({ app_id: appId }), { 'content-type': 'application/json' })],
    ['without a body', 'malformed', post(null)],
    ['of 20 kB', 'too_large', post(`${form}&more=${'x'.repeat(20_000)}`)],
    ['whose fields are in the query of a POST', 'app_id', { ...post(''), url: `/?${form}` }],
    ['whose fields are in the body of a GET', 'app_id', { ...get(''), body: form }],
    ['as PUT', 'method', { ...post(), method: 'PUT' }],
    ['as HEAD', 'method', { ...get(), method: 'HEAD' }],
  ];
  test.each(cases)('%s', (_, code, request) => {
    const parse = (): unknown => parseUnlink(request, options);
    expect(parse).toThrow(KakaoWebhookError);
    expect(parse).toThrow(expect.objectContaining({ code, status: 400, kind: 'webhook' }));
    expect(parse).not.toThrow(expect.objectContaining({ message: expect.stringContaining(adminKey) }));
  });
});

test.each<[string, object]>([
  ['adminKeys', { adminKeys: [] }],
  ['adminKeys', { adminKeys: '' }],
  ['adminKeys', { adminKeys: undefined }],
  ['adminKeys', { adminKeys: [adminKey, ''] }],
  ['adminKeys', { adminKeys: `${adminKey}\n` }],
  ['appId', { appId: undefined }],
  ['appId', { appId: 100001 }],
])('a wrong %s is named', (option, change) => {
  const parse = (): unknown => parseUnlink(post(), { ...options, ...change });
  expect(parse).toThrow(KakaoUsageError);
  expect(parse).toThrow(expect.objectContaining({ option }));
});
