import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { apiCodes, kaeCodes, koeCodes } from '@kakao-login/client/contract';
import type { JwkSet } from '@kakao-login/client/contract';

import type { DueFault, IdTokenFlaw } from './faults.js';
import { INTERACTION_REQUIRED_TEXT, LOGIN_REQUIRED_TEXT, UNAUTHORIZED_CLIENT_TEXT } from './guesses.js';
import { html, json } from './http/answer.js';
import type { Answer } from './http/answer.js';
import { refused } from './http/refused.js';
import type { Context } from './kapi/handlers.js';
import { denied, readAuthorizeRequest } from './kauth/authorize-request.js';
import { Refusal } from './refusal.js';
import { SigningKeys } from './signing-keys.js';

/** The texts that are known; the rest say what the code means. */
const known: Record<string, string> = {
  KOE010: 'Bad client credentials',
  KOE303: 'Redirect URI mismatch.',
  KOE322: 'expired_or_invalid_refresh_token',
  KOE237: 'token request rate limit exceeded',
  '-5': 'permission denied',
  '-10': 'API limit has been exceeded.',
  '-101': 'NotRegisteredUserException',
  '-102': 'already registered',
  '-103': 'the account is inactive.',
  '-401': 'this access token does not exist',
  '-402': 'insufficient scopes.',
  '-501': 'given account is not connected to any talk user.',
};

/** `error_description` of the error redirects whose text is known or guessed. */
const errorTexts: Record<string, string> = {
  access_denied: 'User denied access',
  consent_required: 'user consent required.',
  login_required: LOGIN_REQUIRED_TEXT,
  interaction_required: INTERACTION_REQUIRED_TEXT,
  unauthorized_client: UNAUTHORIZED_CLIENT_TEXT,
};

/** The documented answer with this code, of those that can be ordered. */
function documented(code: string | number, requiredScopes: string[] = [], scheme = 'Bearer'): Answer {
  const entry = typeof code === 'string' ? koeCodes[code] : apiCodes[code];
  if (!entry) throw new Error(`an order for ${code} was taken`);
  const status = entry.kakaoStatus ?? 400;
  const text = known[String(code)] ?? entry.cause.en;
  if (typeof code === 'string') {
    const body = { error: entry.error ?? 'server_error', error_description: text, error_code: code };
    return json(status, JSON.stringify(body));
  }
  const scopes = { api_type: 'PROFILE', required_scopes: requiredScopes, allowed_scopes: [] };
  const body = { msg: text, code, ...(code === -402 && scopes) };
  return json(
    status,
    JSON.stringify(body),
    code === -401 ? { 'www-authenticate': `${scheme} error=invalid_token` } : {},
  );
}

/** The places of kauth that a browser opens: a refusal there is a page, or leads back to the service. */
const isPage = (path: string): boolean => path === '/oauth/authorize' || path === '/oauth/logout';

/** As Kakao refuses at this place. An `error` of OAuth goes to the redirect URI, if it is a registered one. */
async function refusedAt(context: Context, code: string | number, requiredScopes?: string[]): Promise<Answer> {
  const { store, call } = context;
  if (typeof code === 'string' && Object.hasOwn(kaeCodes, code)) {
    return (await import('./apps/address-pages.js')).refusePicker(context, code);
  }
  const scheme = /^KakaoAK /i.test(call.headers.authorization ?? '') ? 'KakaoAK' : 'Bearer';
  if (typeof code === 'number' || !isPage(call.path)) return documented(code, requiredScopes, scheme);
  if (Object.hasOwn(koeCodes, code)) {
    const app = store.client(call.query.get('client_id') ?? '')?.app;
    return refused(Refusal.koe(code, app?.name), context);
  }
  try {
    const request = readAuthorizeRequest(store, call.query);
    return refused(denied(request, code, errorTexts[code] ?? code), context);
  } catch (error) {
    return refused(error, context);
  }
}

const errorPage =
  '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
async function flawed(token: string, flaw: IdTokenFlaw, keys: SigningKeys): Promise<string> {
  const claims = claimsOf(token);
  switch (flaw) {
    case 'expired':
      return keys.sign({ ...claims, iat: Number(claims['iat']) - 90_000, exp: Number(claims['iat']) - 3600 });
    case 'nonce':
      return keys.sign({ ...claims, nonce: 'not-the-nonce-that-was-sent' });
    case 'audience':
      return keys.sign({ ...claims, aud: 'ffffffffffffffffffffffffffffffff' });
    case 'issuer':
      return keys.sign({ ...claims, iss: 'https://issuer.example' });
    case 'unknown-key':
      return new SigningKeys().sign(claims);
    case 'signature': {
      const [header = '', payload = '', signature = ''] = token.split('.');
      const bytes = Buffer.from(signature, 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      return `${header}.${payload}.${bytes.toString('base64url')}`;
    }
  }
}

/** What an answer in JSON holds; a page holds nothing. */
const jsonOf = ({ status, headers, body }: Answer): Record<string, unknown> =>
  status === 200 && String(headers['content-type']).startsWith('application/json')
    ? (JSON.parse(String(body)) as Record<string, unknown>)
    : {};

/** Undefined: there is no ID token in it. */
async function withFlawedToken(answer: Answer, flaw: IdTokenFlaw, keys: SigningKeys): Promise<Answer | undefined> {
  const body = jsonOf(answer);
  if (typeof body['id_token'] !== 'string') return undefined;
  return { ...answer, body: JSON.stringify({ ...body, id_token: await flawed(body['id_token'], flaw, keys) }) };
}

async function withFlawedKeys(answer: Answer, flaw: 'wrong' | 'empty'): Promise<Answer | undefined> {
  const { keys } = jsonOf(answer) as Partial<JwkSet>;
  if (!keys) return undefined;
  const [other] = (await new SigningKeys().jwks()).keys;
  const wrong = keys.map((key) => ({ ...key, n: other?.n }));
  return { ...answer, body: JSON.stringify({ keys: flaw === 'empty' ? [] : wrong }) };
}

async function trickle(outgoing: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  const bytes = Buffer.from(body);
  outgoing.socket?.setNoDelay(true);
  outgoing.writeHead(status, { ...headers, 'content-length': bytes.length });
  for (const byte of bytes) {
    if (outgoing.destroyed) return;
    outgoing.write(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  outgoing.end();
}

/** As our own headers are written, so that one of them and an ordered one are the same one. */
const lowerCased = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Plays a fault. Answers what is left to send, or undefined when it has sent, or withheld, everything itself. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
export async function play(
  due: DueFault,
  outgoing: ServerResponse,
  answer: () => Promise<Answer>,
  context: Context,
): Promise<Answer | undefined> {
  const { fault } = due;
  switch (fault.kind) {
    case 'error':
      return refusedAt(context, fault.code, fault.requiredScopes);
    case 'answer':
      return { status: fault.status, headers: lowerCased(fault.headers), body: fault.body ?? '' };
    case 'html':
      return html(errorPage, fault.status ?? 502);
    case 'latency':
      await sleep(fault.milliseconds, undefined, { ref: false });
      return answer();
    case 'hang':
      return undefined;
    case 'reset':
      outgoing.socket?.resetAndDestroy();
      return undefined;
    case 'cut': {
      const { status, headers, body } = await answer();
      const bytes = Buffer.from(body);
      outgoing.writeHead(status, { ...headers, 'content-length': Math.max(2, bytes.length) });
      outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
      return undefined;
    }
    case 'trickle':
      await trickle(outgoing, await answer());
      return undefined;
    case 'id-token':
    case 'jwks': {
      const whole = await answer();
      const flawed = await (fault.kind === 'jwks'
        ? withFlawedKeys(whole, fault.flaw)
        : withFlawedToken(whole, fault.flaw, context.keys));
      return flawed && due.play() ? flawed : whole;
    }
  }
}
