// @ts-check
/** @typedef {import('undici').Pool} Pool */
/** @typedef {{ status: number, location: string, cookies: string[], text: string }} Reply */

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** A browser that follows nothing by itself. @param {Pool} pool */
function browser(pool) {
  /** @type {Map<string, string>} */
  const jar = new Map();
  /** @param {string} path @param {Record<string, string>} [fields] @returns {Promise<Reply>} */
  return async (path, fields) => {
    const { statusCode, headers, body } = await pool.request({
      path,
      method: fields ? 'POST' : 'GET',
      headers: { ...(fields && form), cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      body: fields ? new URLSearchParams(fields).toString() : null,
    });
    for (const cookie of [headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const location = String(headers.location ?? '');
    return { status: statusCode, location, cookies: [...jar.keys()], text: await body.text() };
  };
}

const pathOf = (/** @type {string} */ location) => {
  const { pathname, search } = new URL(location, 'http://127.0.0.1');
  return pathname + search;
};

/** @param {Reply} reply */
function codeOf({ location, status }) {
  const code = new URL(location, 'http://127.0.0.1').searchParams.get('code');
  if (!code) throw new Error(`no code, but ${status}`);
  return code;
}

/** @param {Reply} reply */
function tokensOf({ text }) {
  const tokens = JSON.parse(text);
  if (!tokens.id_token || !tokens.access_token) throw new Error('no tokens');
  return tokens;
}

/**
 * One whole code flow each, to an ID token. Ours and oidc-provider's with a new browser that logs in and consents;
 * oauth2-mock-server has neither pages nor people.
 * @type {Record<string, (pool: Pool, about: any, slot: number) => Promise<void>>}
 */
export const flows = {
  ours: async (pool, { app }, slot) => {
    const go = browser(pool);
    const redirect_uri = app.redirectUris[0];
    const query = new URLSearchParams({
      client_id: app.restApiKey,
      redirect_uri,
      response_type: 'code',
      state: 's',
      nonce: 'n',
    });
    const start = await go(`/oauth/authorize?${query}`);
    const next = new URL(start.location, 'http://127.0.0.1').searchParams.get('continue') ?? '';
    const loginId = `${slot}@example.com`;
    const entered = await go('/login', { continue: next, loginId, password: 'kakao1234!' });
    const page = await go(pathOf(entered.location));
    const transaction = /name="transaction"[^>]*value="([^"]*)"/.exec(page.text)?.[1];
    const end = transaction ? await go('/oauth/authorize', { transaction, action: 'accept', agree_all: 'on' }) : page;
    const grant = {
      grant_type: 'authorization_code',
      client_id: app.restApiKey,
      client_secret: app.clientSecret,
      redirect_uri,
    };
    const { access_token } = tokensOf(await go('/oauth/token', { ...grant, code: codeOf(end) }));
    // The next login of this person sees the consent page again.
    await pool
      .request({ path: '/v1/user/unlink', method: 'POST', headers: { authorization: `Bearer ${access_token}` } })
      .then(({ body }) => body.dump());
  },
  'ours, logged in': async (pool, about) => {
    const { app } = about;
    const redirect_uri = app.redirectUris[0];
    about.session ??= (async () => {
      const go = browser(pool);
      await go('/login', { continue: '/', person: '5016' });
      const page = await go(
        `/oauth/authorize?client_id=${app.restApiKey}&redirect_uri=${redirect_uri}&response_type=code`,
      );
      const transaction = /name="transaction"[^>]*value="([^"]*)"/.exec(page.text)?.[1] ?? '';
      await go('/oauth/authorize', { transaction, action: 'accept', agree_all: 'on' });
      return go;
    })();
    const go = await about.session;
    const query = new URLSearchParams({
      client_id: app.restApiKey,
      redirect_uri,
      response_type: 'code',
      state: 's',
      nonce: 'n',
    });
    const code = codeOf(await go(`/oauth/authorize?${query}`));
    const grant = {
      grant_type: 'authorization_code',
      client_id: app.restApiKey,
      client_secret: app.clientSecret,
      redirect_uri,
    };
    tokensOf(await go('/oauth/token', { ...grant, code }));
  },
  'oauth2-mock-server': async (pool) => {
    const go = browser(pool);
    const redirect_uri = 'http://127.0.0.1:1/callback';
    const query = new URLSearchParams({
      client_id: 'bench',
      redirect_uri,
      response_type: 'code',
      scope: 'openid',
      state: 's',
      nonce: 'n',
    });
    const code = codeOf(await go(`/authorize?${query}`));
    tokensOf(await go('/token', { grant_type: 'authorization_code', client_id: 'bench', redirect_uri, code }));
  },
  'oidc-provider': async (pool) => {
    const go = browser(pool);
    const redirect_uri = 'http://127.0.0.1:1/callback';
    const query = new URLSearchParams({
      client_id: 'bench',
      redirect_uri,
      response_type: 'code',
      scope: 'openid',
      state: 's',
      nonce: 'n',
    });
    let reply = await go(`/auth?${query}`);
    for (const fields of [{ prompt: 'login', login: 'someone', password: 'x' }, { prompt: 'consent' }]) {
      const page = pathOf(reply.location);
      await go(page);
      const answered = await go(page, fields);
      reply = await go(pathOf(answered.location));
    }
    const grant = { grant_type: 'authorization_code', client_id: 'bench', client_secret: 'secret', redirect_uri };
    tokensOf(await go('/token', { ...grant, code: codeOf(reply) }));
  },
};
