// @ts-check
/** @typedef {import('./connection.js').Connection} Connection */
/** @typedef {import('./connection.js').Reply} Reply */
/** @typedef {(connection: Connection, about: any, turn: number) => Promise<void>} Flow */

const encoded = (/** @type {Record<string, string>} */ fields) => new URLSearchParams(fields).toString();

/**
 * A browser that does not follow redirects, and starts without cookies.
 * @param {Connection} connection
 * @param {Map<string, string>} jar
 */
function browser(connection, jar = new Map()) {
  /** @param {string} path @param {string} [form] */
  return async (path, form) => {
    const reply = await connection.request(path, Array.from(jar.values()).join('; '), form);
    for (const pair of reply.cookies) jar.set(pair.slice(0, pair.indexOf('=')), pair);
    return reply;
  };
}

/** The path and the query of the redirect. @param {Reply} reply */
function next({ location, status }) {
  if (location === '') throw new Error(`nowhere to go, but ${status}`);
  const [address = ''] = location.split('#', 1);
  return address.startsWith('/') ? address : address.slice(address.indexOf('/', 'http://'.length));
}

/** The value of a hidden field on a page. @param {Reply} reply @param {string} name */
function hidden({ text, status }, name) {
  const field = text.indexOf(`name="${name}" value="`);
  if (field === -1) throw new Error(`no ${name}, but ${status}`);
  const from = field + `name="${name}" value="`.length;
  return text.slice(from, text.indexOf('"', from)).replaceAll('&amp;', '&');
}

/** @param {Reply} reply */
function codeOf({ location, status }) {
  const code = /[?&]code=([^&]+)/.exec(location)?.[1];
  if (!code) throw new Error(`no code, but ${status}`);
  return code;
}

/** @param {Reply} reply */
function checkTokens({ text }) {
  const tokens = JSON.parse(text);
  if (!tokens.id_token || !tokens.access_token) throw new Error('no tokens');
}

const request = (/** @type {string} */ client_id, /** @type {string} */ redirect_uri) =>
  encoded({ client_id, redirect_uri, response_type: 'code', scope: 'openid', state: 's', nonce: 'n' });

const grant = (/** @type {Record<string, string>} */ client, /** @type {string} */ code) =>
  encoded({ grant_type: 'authorization_code', ...client, code });

/**
 * Four requests: authorize (a redirect), the login page, its form (which returns the consent page), and the form of
 * that page (a redirect).
 * @param {ReturnType<typeof browser>} go @param {any} about @param {number} turn
 */
async function logIn(go, { app }, turn) {
  const login = await go(next(await go(`/oauth/authorize?${request(app.restApiKey, app.redirectUris[0])}`)));
  const typed = { loginId: `${turn}@example.com`, password: 'kakao1234!' };
  const consent = await go('/login', encoded({ continue: hidden(login, 'continue'), ...typed }));
  const agreed = { transaction: hidden(consent, 'transaction'), action: 'accept', agree_all: 'on' };
  return go('/oauth/authorize', encoded(agreed));
}

const ourClient = (/** @type {any} */ { app }) => ({
  client_id: app.restApiKey,
  client_secret: app.clientSecret,
  redirect_uri: app.redirectUris[0],
});

const local = 'http://127.0.0.1:1/callback';
const theirClient = { client_id: 'bench', client_secret: 'secret', redirect_uri: local };

/**
 * Complete code flows, which end with an ID token and an access token.
 * @type {Record<string, Flow>}
 */
export const flows = {
  /** Five requests: authorize, login page, login, consent, token. Each flow has a new browser and a new user. */
  ours: async (connection, about, turn) => {
    const go = browser(connection);
    const code = codeOf(await logIn(go, about, turn));
    checkTokens(await go('/oauth/token', grant(ourClient(about), code)));
  },
  /** Two requests: authorize and token. The user has logged in and consented before. */
  'ours, logged in': async (connection, about) => {
    const { app } = about;
    if (!about.jar) await logIn(browser(connection, (about.jar = new Map())), about, 0);
    const go = browser(connection, about.jar);
    const code = codeOf(await go(`/oauth/authorize?${request(app.restApiKey, app.redirectUris[0])}`));
    checkTokens(await go('/oauth/token', grant(ourClient(about), code)));
  },
  /** Two requests, because it has neither pages nor users. */
  'oauth2-mock-server': async (connection) => {
    const go = browser(connection);
    const code = codeOf(await go(`/authorize?${request('bench', local)}`));
    checkTokens(await go('/token', grant(theirClient, code)));
  },
  /** Eight requests: its two pages, their forms, and a redirect after each. */
  'oidc-provider': async (connection) => {
    const go = browser(connection);
    let reply = await go(`/auth?${request('bench', local)}`);
    for (const fields of [{ prompt: 'login', login: 'someone', password: 'x' }, { prompt: 'consent' }]) {
      const page = next(reply);
      await go(page);
      reply = await go(next(await go(page, encoded(fields))));
    }
    checkTokens(await go('/token', grant(theirClient, codeOf(reply))));
  },
};
