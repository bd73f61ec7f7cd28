import { chooser, createAccount, createAccountForm, forget, login, loginForm } from './accounts/login.js';
import { html, json } from './http/answer.js';
import { contractRoutes } from './http/server.js';
import type { Route, RouteSpec } from './http/server.js';
import { account } from './kapi/account.js';
import type { Handlers } from './kapi/handlers.js';
import { scopes } from './kapi/scopes.js';
import { shipping } from './kapi/shipping.js';
import { terms } from './kapi/terms.js';
import { user } from './kapi/user.js';
import { accessGrantToken } from './kauth/agt.js';
import { GUARDIAN_PATH, authorize, codeJson, consentForm, guardian } from './kauth/authorize.js';
import { logout, logoutChoice } from './kauth/logout.js';
import { kauth } from './kauth/oidc.js';
import { assets, messagePage, paths } from './pages/index.js';
import { langOf } from './accounts/page.js';

const handlers: Handlers = { ...kauth, ...user, ...scopes, ...terms, ...shipping, ...account };

const get = (path: string, route: Route): RouteSpec => ({ method: 'GET', path, route });
const post = (path: string, route: Route): RouteSpec => ({ method: 'POST', path, route });

const notImitated: Route = ({ call }) => html(messagePage({ lang: langOf(call), kind: 'not_imitated' }), 200);

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
  ...files,
];
