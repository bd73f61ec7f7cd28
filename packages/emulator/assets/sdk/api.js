// Kakao.API: its one method, and the table of the paths that it accepts.

import { checkArguments, is } from './check.js';
import { ORIGIN } from './origin.js';
import { kaHeader, parsed, queryString } from './platform.js';
import { getAccessToken } from './session.js';

const api = {
  '/v1/user/signup': { method: 'POST', data: { optional: { properties: is.object } } },
  '/v1/user/unlink': { method: 'POST', data: {} },
  '/v2/user/me': { method: 'GET', data: { optional: { property_keys: is.array, secure_resource: is.boolean } } },
  '/v1/user/logout': { method: 'POST', data: {} },
  '/v1/user/update_profile': { method: 'POST', data: { required: { properties: is.object } } },
  '/v1/user/access_token_info': { method: 'GET', data: {} },
  '/v2/user/scopes': { method: 'GET', data: { optional: { scopes: is.array } } },
  '/v2/user/revoke/scopes': { method: 'POST', data: { required: { scopes: is.array } } },
  '/v1/user/service/terms': { method: 'GET', data: { optional: { extra: is.string } } },
  '/v2/user/service_terms': { method: 'GET', data: { optional: { result: is.string, tags: is.string } } },
  '/v2/user/revoke/service_terms': { method: 'POST', data: { required: { tags: is.string } } },
  '/v1/user/shipping_address': {
    method: 'GET',
    data: { optional: { address_id: is.integer, from_updated_at: is.integer, page_size: is.integer } },
  },
};

/** Resolves only for status 200. Otherwise rejects with the body, or with '' if there is no response. */
function send(method, url, data) {
  return new Promise((resolve, reject) => {
    const query = queryString(data);
    const request = new window.XMLHttpRequest();
    request.open(method, method === 'GET' ? `${url}?${query}` : url);
    request.setRequestHeader('KA', kaHeader());
    request.setRequestHeader('Authorization', `Bearer ${getAccessToken()}`);
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.setRequestHeader('Cache-Control', 'no-cache, no-store, max-age=0, must-revalidate');
    request.setRequestHeader('Pragma', 'no-cache');
    request.addEventListener('load', () => (request.status === 200 ? resolve : reject)(parsed(request.responseText)));
    request.addEventListener('error', () => reject(''));
    request.send(method === 'GET' ? null : query);
  });
}

export function request(settings) {
  checkArguments(
    settings,
    {
      required: { url: (url) => is.string(url) && Object.hasOwn(api, url) },
      optional: { data: is.object, files: is.object },
      defaults: { data: {}, files: {} },
    },
    'API.request',
  );
  const { method, data } = api[settings.url];
  checkArguments(settings.data, data, `API.request - ${settings.url}`);
  return send(method, ORIGIN + settings.url, settings.data);
}
