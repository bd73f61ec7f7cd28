import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import type { JwkSet } from '@kakao-login/client/contract';

import type { Context } from '../context.js';
import type { IdTokenFlaw } from './fault.js';
import type { DueFault } from './plan.js';
import { htmlAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { SigningKeys } from '../store/signing-keys.js';

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

/** The body of a JSON response; `{}` for other responses. */
const jsonOf = ({ status, headers, body }: Answer): Record<string, unknown> =>
  status === 200 && String(headers['content-type']).startsWith('application/json')
    ? (JSON.parse(String(body)) as Record<string, unknown>)
    : {};

/** Returns `undefined` when the response has no ID token. */
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

/** The emulator's own headers are in lower case. A header of the fault replaces the one with the same name. */
const lowerCased = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Returns the response to send; `undefined` when the fault has handled the connection itself. */
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
      return (await import('./refuse.js')).refuse(context, fault.code, fault.requiredScopes);
    case 'answer':
      return { status: fault.status, headers: lowerCased(fault.headers), body: fault.body ?? '' };
    case 'html':
      return htmlAnswer(errorPage, fault.status ?? 502);
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
