import { langOf } from './accounts/page.js';
import { chooser, createAccount, createAccountForm, forget, login, loginForm } from './accounts/login.js';
import { connectedServices, home, unlinkFromAccount } from './accounts/services.js';
import { addressPage, chooseAddress, kpidt, proxy, saveAddress } from './apps/address-pages.js';
import { controlRoutes } from './control/routes.js';
import { html, json } from './http/answer.js';
import { contractRoutes } from './http/server.js';
import type { Route, RouteSpec } from './http/server.js';
import { account } from './kapi/account.js';
import type { Handlers } from './kapi/handlers.js';
import { checkAccessToken, oldTerms } from './kapi/old-calls.js';
import { scopes } from './kapi/scopes.js';
import { shipping } from './kapi/shipping.js';
import { terms } from './kapi/terms.js';
import { user } from './kapi/user.js';
import { accessGrantToken } from './kauth/agt.js';
import { GUARDIAN_PATH, authorize, codeJson, consentForm, guardian } from './kauth/authorize.js';
import { logout, logoutChoice } from './kauth/logout.js';
import { kauth } from './kauth/oidc.js';
import { securityEventConfiguration } from './kauth/security-events.js';
import { assets, messagePage, paths } from './pages/index.js';
import { sdkSource } from './sdk/index.js';

const handlers: Handlers = { ...kauth, ...user, ...scopes, ...terms, ...shipping, ...account };

const get = (path: string, route: Route): RouteSpec => ({ method: 'GET', path, route });
const post = (path: string, route: Route): RouteSpec => ({ method: 'POST', path, route });

const notImitated: Route = ({ call }) => html(messagePage({ lang: langOf(call), kind: 'not_imitated' }), 200);

/** For pages that pin it with `crossorigin`, any origin may read the script. */
const sdk: Route = ({ call }) => ({
  status: 200,
  headers: {
    'content-type': 'text/javascript;charset=UTF-8',
    'access-control-allow-origin': '*',
    'cache-control': 'no-cache',
  },
  body: sdkSource(call.origin),
});

const files = Object.entries(assets).map(([path, { type, body }]) =>
  get(path, () => ({ status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' }, body })),
);

/** Everything this emulator answers. */
export const routes: readonly RouteSpec[] = [
  ...contractRoutes(handlers),
  get(paths.consent, authorize),
  post(paths.consent, consentForm),
  get(GUARDIAN_PATH, guardian),
  get('/apiweb/code.json', (context) => json(200, JSON.stringify(codeJson(context)))),
  post('/api/agt', (context) => json(200, JSON.stringify(accessGrantToken(context)))),
  get(paths.logout, logoutChoice),
  post(paths.logout, logout),
  get(paths.login, loginForm),
  post(paths.login, login),
  get(paths.chooser, chooser),
  post(paths.chooser, forget),
  get(paths.createAccount, createAccountForm),
  post(paths.createAccount, createAccount),
  get(paths.findAccount, notImitated),
  get(paths.findPassword, notImitated),
  get(paths.qrLogin, notImitated),
  get(paths.connectedServices, connectedServices),
  post(paths.connectedServices, unlinkFromAccount),
  get(paths.home, home),
  get(paths.addressPicker, addressPage('picker')),
  post(paths.addressPicker, addressPage('picker')),
  get(paths.addressCreate, addressPage('create')),
  post(paths.addressCreate, addressPage('create')),
  get(paths.addressEdit, addressPage('edit')),
  post(paths.addressEdit, addressPage('edit')),
  post(paths.addressChoose, chooseAddress),
  post(paths.addressSave, saveAddress),
  get(paths.proxy, proxy),
  get('/auth/kpidt', kpidt),
  get('/v1/user/service/terms', oldTerms),
  get('/v1/user/check_access_token', checkAccessToken),
  get('/.well-known/ssf-configuration', securityEventConfiguration),
  get('/.well-known/sse-configuration', securityEventConfiguration),
  get(paths.sdk, sdk),
  ...controlRoutes,
  ...files,
];
