import { describe, expect, test } from '@jest/globals';
import { defaultSeed } from '@kakao-login/emulator';
import { describeInBrowser } from './support/chromium.js';
import { SnippetPage, person, snippetTerms, thenLog } from './support/snippet-page.js';

const request = (settings: string): string => `Kakao.API.request(${settings})${thenLog}`;

/*
 * The snippets of Kakao's page "Kakao Login > JavaScript SDK". Each runs unchanged on a page that has loaded the
 * emulator's kakao.js, and must give the result that the page, or the API that it calls, documents. This file tests
 * Kakao.API.request.
 */
describeInBrowser('the snippets of Kakao’s JavaScript SDK page: Kakao.API', () => {
  const at = new SnippetPage();

  describe('Kakao.API.request', () => {
    const addressId = Number(defaultSeed.people[0]?.addresses?.[0]?.id);
    const me = request(`{
  url: '/v2/user/me',
}`);
    const revokeScopes = request(`{
  url: '/v2/user/revoke/scopes',
  data: {
    scopes: ['account_email', 'gender'],
  },
}`);
    const revokeTerms = request(`{
  url: '/v2/user/revoke/service_terms',
  data: {
    tags: 'test_tag1,test_tag2'
  },
}`);
    const myAddress = request(`{
  url: '/v1/user/shipping_address',
  data: {
    address_id: \${ADDRESS_ID},
  },
}`);

    test.each([
      ['unlink', request(`{\n  url: '/v1/user/unlink',\n}`), { id: person.id }],
      ['retrieve user information', me, { id: person.id, kakao_account: { email: person.loginId, gender: 'female' } }],
      [
        'retrieve specific user information',
        request(`{
  url: '/v2/user/me',
  data: {
    property_keys: ['kakao_account.email', 'kakao_account.gender'],
  },
}`),
        { id: person.id, kakao_account: { email: person.loginId, gender: 'female' } },
      ],
      [
        'store user information',
        request(`{
  url: '/v1/user/update_profile',
  data: {
    properties: {
      clothing_size: 'small',
      favorite_color: 'yellow',
    },
  },
}`),
        { id: person.id },
      ],
      [
        'retrieve a shipping address',
        myAddress,
        {
          user_id: person.id,
          shipping_addresses_needs_agreement: false,
          shipping_addresses: [{ id: addressId, name: '집' }],
        },
      ],
      [
        'retrieve consent details',
        request(`{\n  url: '/v2/user/scopes',\n}`),
        {
          id: person.id,
          scopes: expect.arrayContaining([expect.objectContaining({ id: 'profile_nickname', agreed: true })]),
        },
      ],
      [
        'check specific scopes',
        request(`{
  url: '/v2/user/scopes',
  data: {
    scopes: ['account_email', 'gender'],
  },
}`),
        {
          id: person.id,
          scopes: [
            { id: 'account_email', agreed: true, using: true, revocable: true },
            { id: 'gender', agreed: true, using: true, revocable: true },
          ],
        },
      ],
      [
        'revoke consent',
        revokeScopes,
        {
          id: person.id,
          scopes: expect.arrayContaining([
            expect.objectContaining({ id: 'account_email', agreed: false }),
            expect.objectContaining({ id: 'gender', agreed: false }),
          ]),
        },
      ],
      [
        'retrieve consent details for service terms',
        request(`{\n  url: '/v2/user/service_terms',\n}`),
        {
          id: person.id,
          service_terms: expect.arrayContaining([
            expect.objectContaining({ tag: 'service_20260101', required: true, agreed: true, revocable: false }),
          ]),
        },
      ],
      [
        'revoke consent for service terms',
        revokeTerms,
        {
          id: person.id,
          revoked_service_terms: [
            { tag: 'test_tag1', agreed: false },
            { tag: 'test_tag2', agreed: false },
          ],
        },
      ],
      [
        'retrieve all service terms registered in the app',
        request(`{
  url: '/v2/user/service_terms',
  data: {
    result: 'app_service_terms',
  },
}`),
        { id: person.id, service_terms: { length: 3 + snippetTerms.length } },
      ],
      [
        'retrieve specific service terms',
        request(`{
  url: '/v2/user/service_terms',
  data: {
    tags: 'test_tag1,test_tag2'
  },
}`),
        { id: person.id, service_terms: [{ tag: 'test_tag1' }, { tag: 'test_tag2' }] },
      ],
    ])('%s', async (_, snippet, result) => {
      await at.setToken();
      expect(await at.logs(snippet, { ADDRESS_ID: String(addressId) })).toMatchObject(result);
    });

    test('stored properties are returned, and unlinking deletes them', async () => {
      await at.setToken();
      const store = `{ url: '/v1/user/update_profile', data: { properties: { clothing_size: 'small' } } }`;
      await at.logs(request(store));
      expect(await at.page.evaluate(`Kakao.API.request({ url: '/v2/user/me' })`)).toMatchObject({
        properties: { clothing_size: 'small' },
      });
      await at.page.evaluate(`Kakao.API.request({ url: '/v1/user/unlink' })`);
      expect(await at.page.evaluate(`Kakao.API.request({ url: '/v2/user/me' }).catch((error) => error)`)).toMatchObject(
        {
          code: -401,
        },
      );
    });

    test.each([
      ['without a token', me, { code: -401 }],
      [
        'an unregistered property key',
        request(`{ url: '/v1/user/update_profile', data: { properties: { shoe_size: '250' } } }`),
        { code: -201, msg: expect.stringContaining('shoe_size') },
      ],
      [
        'a required item cannot be revoked',
        request(`{ url: '/v2/user/revoke/scopes', data: { scopes: ['profile_nickname'] } }`),
        { code: -3, msg: expect.stringContaining('[profile_nickname] is not revocable') },
      ],
      [
        'an unknown item cannot be revoked',
        request(`{ url: '/v2/user/revoke/scopes', data: { scopes: ['email'] } }`),
        { code: -2, msg: expect.stringContaining('given scope id([email])') },
      ],
      [
        'an unknown tag',
        request(`{ url: '/v2/user/service_terms', data: { tags: 'test' } }`),
        { code: -2, msg: expect.stringContaining('this tags([test]) in app(달빛상점)') },
      ],
      ['signing up twice', request(`{\n  url: '/v1/user/signup',\n}`), { code: -102 }],
    ])('refused: %s', async (name, snippet, error) => {
      if (name !== 'without a token') await at.setToken();
      expect(await at.logs(snippet)).toMatchObject(error);
    });

    test('refused: a page whose domain is not registered', async () => {
      await at.open(at.emulator.app.javascriptKey, at.origin.replace('localhost', '127.0.0.1'));
      await at.setToken();
      expect(await at.logs(me)).toMatchObject({ code: -401, msg: expect.stringContaining('domain mismatched!') });
    });
  });

  describe('manual signup', () => {
    const signup = request(`{\n  url: '/v1/user/signup',\n}`);
    const preregister = async (): Promise<void> => {
      await at.open(at.emulator.apps[1]?.javascriptKey);
      await at.setToken({ app: at.emulator.apps[1] ?? '' });
    };

    test('links the user', async () => {
      await preregister();
      expect(await at.page.evaluate(`Kakao.API.request({ url: '/v2/user/me' })`)).toMatchObject({
        has_signed_up: false,
      });
      expect(await at.logs(signup)).toEqual({ id: person.id });
      expect(await at.page.evaluate(`Kakao.API.request({ url: '/v2/user/me' })`)).toMatchObject({
        has_signed_up: true,
      });
    });

    test('with additional information', async () => {
      await preregister();
      const withProperties = request(`{
  url: '/v1/user/signup',
  data: {
    properties: {
      company_name: '달빛',
    },
  },
}`);
      expect(await at.logs(withProperties)).toEqual({ id: person.id });
      expect(await at.page.evaluate(`Kakao.API.request({ url: '/v2/user/me' })`)).toMatchObject({
        properties: { company_name: '달빛' },
      });
    });
  });
});
