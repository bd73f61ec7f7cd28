import { describe, expect, test } from '@jest/globals';
import { endpoints, type EndpointName } from '../src/contract/endpoints.js';
import { readAnswer } from '../src/transport/read-answer.js';

interface Given {
  name?: EndpointName;
  status?: number;
  encoding?: string;
  byAdminKey?: boolean;
  secrets?: string[];
}

const read = (body: unknown, { name = 'user.me', status = 200, encoding, byAdminKey, secrets = [] }: Given = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = { status, body: text, retryAfter: undefined, encoding };
  return readAnswer(name, endpoints[name], answer, byAdminKey === true, () => secrets);
};

const error = (body: unknown, given?: Given): unknown => {
  try {
    return { answered: read(body, given) };
  } catch (thrown) {
    return thrown;
  }
};

describe('an invalid response', () => {
  test.each<[string, string, Given]>([
    ['redirect', '{"id":1}', { status: 300 }],
    ['redirect', '{"id":1}', { status: 399 }],
    ['status', '{"id":1}', { status: 199 }],
    ['status', '{"id":1}', { status: 400 }],
    ['empty', '', {}],
    ['empty', '\uFEFF \r\n\t', {}],
    ['html', ' <!doctype html>', {}],
    ['not_json', 'error <b>', {}],
    ['not_json', '{"id":1', { encoding: 'identity' }],
    ['not_json', '{"id":1', { encoding: 'Identity' }],
    ['encoding', '{"id":1', { encoding: 'gzip' }],
    ['encoding', '<html>', { encoding: 'identity2' }],
    ['encoding', '<html>', { encoding: 'x-identity' }],
    ['too_deep', `{"id":1,"a":${'['.repeat(2000)}${']'.repeat(2000)}}`, {}],
    ['shape', 'null', {}],
    ['shape', '"text"', {}],
    ['shape', '1', {}],
  ])('is %s: %j', (code, body, given) => {
    const status = given.status ?? 200;
    expect(error(body, given)).toMatchObject({ kind: 'unexpected', code, endpoint: 'user.me', kakaoStatus: status });
  });

  test.each(['null', '"text"', '1', 'true'])(
    'is one that is not an object, even if no field is required: %s',
    (body) => {
      expect(error(body, { name: 'oidc.jwks' })).toMatchObject({ code: 'shape', endpoint: 'oidc.jwks' });
      expect(read('{}', { name: 'oidc.jwks' })).toEqual({});
    },
  );

  test.each(['\uFEFF{"id":1}', '\n {"id":1}\n'])('is not one with whitespace or a byte order mark: %j', (body) => {
    expect(read(body)).toEqual({ id: '1' });
  });
});

describe('the required fields of a response', () => {
  test.each<[EndpointName, object, object[]]>([
    ['oauth.token', { access_token: 'a' }, [{}, { access_token: '' }, { access_token: null }]],
    ['oidc.userinfo', { sub: '1' }, [{}, { sub: '' }, { sub: null }]],
    ['oidc.tokeninfo', { sub: '1' }, [{}, { sub: '' }]],
    ['user.me', { id: '1' }, [{}, { id: '' }]],
    ['user.list', { elements: [{ id: '1' }] }, [{}, { elements: [{}] }, { elements: [null] }, { elements: {} }]],
    ['user.list', [{ id: '1' }], [[{}], [null]]],
    ['user.ids', { elements: ['1'] }, [{}, { elements: [null] }, { elements: [''] }]],
    ['user.updateProfile', { id: '1' }, [{}]],
    ['user.accessTokenInfo', { id: '1', app_id: '2' }, [{}, { id: '1', app_id: '' }]],
    ['scopes.list', { id: '1', scopes: [{}] }, [{ scopes: [{}] }, { id: '1' }, { id: '1', scopes: [1] }]],
    ['scopes.revoke', { id: '1', scopes: [{}] }, [{ scopes: [{}] }, { id: '1' }, { id: '1', scopes: [null] }]],
    [
      'terms.list',
      { id: '1', service_terms: [{}] },
      [{ service_terms: [] }, { id: '1' }, { id: '1', service_terms: [1] }],
    ],
    ['terms.revoke', { id: '1', revoked_service_terms: [] }, [{ revoked_service_terms: [] }, { id: '1' }]],
    ['terms.agree', { id: '1', agreed_service_terms: [] }, [{ agreed_service_terms: [] }, { id: '1' }]],
    [
      'shipping.list',
      { shipping_addresses: [{ id: '1' }] },
      [{ shipping_addresses: [{}] }, { shipping_addresses: {} }],
    ],
    ['shipping.list', { user_id: '1' }, []],
    ['shipping.list', { shipping_addresses: null }, []],
    ['account.signup', { id: '1' }, [{}]],
    ['account.logout', { id: '1' }, [{}]],
    ['account.unlink', { id: '1' }, [{}]],
  ])('of %s', (name, complete, incomplete) => {
    expect(read(complete, { name })).toEqual(complete);
    for (const body of incomplete) expect(error(body, { name })).toMatchObject({ code: 'shape', endpoint: name });
  });

  test('of token info: the app ID can have its old name', () => {
    expect(read({ id: 1, appId: 2 }, { name: 'user.accessTokenInfo' })).toMatchObject({ id: '1', appId: '2' });
  });

  test.each<EndpointName>(['oidc.userinfo', 'oidc.tokeninfo'])('of %s: a number as `sub` becomes a string', (name) => {
    expect(read('{"sub":9007199254740993}', { name })).toEqual({ sub: '9007199254740993' });
  });
});

describe('an error of kapi', () => {
  const refused = (body: unknown, given: Given = {}) => error(body, { status: 400, ...given });

  test('has its code, its message and the consent items', () => {
    const body = { code: -402, msg: 'insufficient scopes.', required_scopes: ['friends'], allowed_scopes: ['a:b.c-1'] };
    expect(refused(body, { status: 403 })).toMatchObject({
      kind: 'api',
      code: -402,
      kakaoStatus: 403,
      endpoint: 'user.me',
      kakaoMessage: 'insufficient scopes.',
      requiredScopes: ['friends'],
      allowedScopes: ['a:b.c-1'],
    });
  });

  test.each([99_999, -99_999, 0])('can have the code %s', (code) => {
    expect(refused({ code })).toMatchObject({ kind: 'api', code, requiredScopes: [], allowedScopes: [] });
  });

  test.each([100_000, -100_000, 1.5, '-401', null, undefined])('is unexpected with the code %j', (code) => {
    expect(refused({ code, error: 'invalid_grant' })).toMatchObject({ kind: 'unexpected', code: 'status' });
  });

  test.each([null, [], '"text"', 1])('is unexpected if it is %j', (body) => {
    expect(refused(body)).toMatchObject({ kind: 'unexpected', code: 'status' });
  });

  test('keeps only names as consent items, and no secrets', () => {
    const names = [
      'friends',
      1,
      null,
      '',
      'a b',
      ' a',
      'a\n',
      'x'.repeat(64),
      'x'.repeat(65),
      'my-secret',
      'name@kakao.com',
    ];
    const body = { code: -402, required_scopes: names, allowed_scopes: 'friends' };
    expect(refused(body, { secrets: ['my-secret'] })).toMatchObject({
      requiredScopes: ['friends', 'x'.repeat(64)],
      allowedScopes: [],
    });
  });

  test('has the first message that is a string, without secrets', () => {
    const described = { code: -2, msg: 1, error_description: 'no value my-secret' };
    expect(refused(described, { secrets: ['my-secret'] })).toMatchObject({ kakaoMessage: 'no value [removed]' });
    expect(refused({ code: -2, msg: 'first', error_description: 'second' })).toMatchObject({ kakaoMessage: 'first' });
    expect(refused({ code: -2 })).toMatchObject({ kind: 'api', kakaoMessage: undefined });
    expect(refused({ msg: 'no code' })).toMatchObject({ code: 'status', kakaoMessage: 'no code' });
  });

  test('names the admin key as the cause of -401 if the call used it', () => {
    const asAdmin = refused({ code: -401 }, { status: 401, byAdminKey: true });
    expect(asAdmin).toMatchObject({ kind: 'api', code: -401 });
    expect((asAdmin as Error & { reason: object }).reason).not.toEqual(
      (refused({ code: -401 }, { status: 401 }) as Error & { reason: object }).reason,
    );
  });
});

describe('an error of kauth', () => {
  const refused = (body: unknown, secrets: string[] = []) => error(body, { name: 'oauth.token', status: 400, secrets });

  test.each<[object, object]>([
    [
      { error: 'invalid_grant', error_code: 'KOE320' },
      { code: 'KOE320', error: 'invalid_grant' },
    ],
    [{ error: 'invalid_grant' }, { code: 'invalid_grant', error: 'invalid_grant' }],
    [{ error: 'invalid_grant', error_code: 'E320' }, { code: 'invalid_grant' }],
    [{ error: 'invalid_grant', error_code: 'other' }, { code: 'invalid_grant' }],
    [{ error: 'invalid_grant', error_code: 320 }, { code: 'invalid_grant' }],
    [{ error: 'invalid_client', error_description: 'Bad client credentials' }, { code: 'KOE010' }],
    [
      { error: 'invalid_client', error_code: 'KOE101', error_description: 'Bad client credentials' },
      { code: 'KOE101' },
    ],
    [{ error: 'not a name' }, { code: 'unknown_error', error: 'unknown_error' }],
    [
      { error: 'MySecret', error_code: 'KOE006' },
      { code: 'KOE006', error: 'unknown_error' },
    ],
  ])('%j is %j', (body, expected) => {
    expect(refused(body, ['MySecret'])).toMatchObject({ kind: 'auth', kakaoStatus: 400, ...expected });
  });

  test.each([{}, { error: 1 }, { code: -401 }, { error_code: 'KOE320' }])(
    'is unexpected without `error`: %j',
    (body) => {
      expect(refused(body)).toMatchObject({ kind: 'unexpected', code: 'status' });
    },
  );
});
