import { END_OF_TIME } from './store/clock.js';
import { list, object, text } from './seed/schema.js';
import type { Schema } from './seed/schema.js';

const flag: Schema = { type: 'boolean' };
/** A clock may count fractions of a millisecond. */
const time: Schema = { type: ['integer', 'number'], minimum: 0 };
const instant: Schema = { ...time, maximum: END_OF_TIME };
const count: Schema = { type: 'integer', minimum: 0 };
const record = (additionalProperties: Schema): Schema => ({ type: 'object', additionalProperties });
/** By code, token or the like. */
const bySecret = (of: Schema): Schema => ({ ...record(of), secretNames: true });

const bound = { appId: text, personId: text };
const request = object(
  {
    appId: text,
    clientId: text,
    redirectUri: text,
    prompts: list(text),
    channels: list(text),
    popup: flag,
    query: text,
  },
  { scopes: list(text), serviceTerms: list(text), state: text, nonce: text, codeChallenge: text, transId: text },
);
const item = object({ id: text, required: flag });
const ask = object({
  kind: { enum: ['first', 'additional', 'terms'] },
  items: list(item),
  terms: list(object({ tag: text, title: text, required: flag })),
  channels: list(object({ id: text, name: text })),
});

/** What a saved state looks like. */
export const stateShape: Schema = object(
  {
    version: { type: 'integer' },
    now: instant,
    ahead: { type: ['integer', 'number'], maximum: END_OF_TIME },
    strictHeaders: flag,
    apps: list({ $ref: '#/$defs/app' }),
    people: list({ $ref: '#/$defs/person' }),
    links: list(
      object(
        {
          ...bound,
          connectedAt: time,
          registered: flag,
          profile: object({ nickname: text }, { picture: text }),
          scopes: record(time),
          terms: record(object({ at: time, by: { enum: ['KAUTH', 'KAPI'] } })),
          channels: list(text),
          properties: record(text),
        },
        { synchedAt: time },
      ),
    ),
    logins: list(
      object(
        {
          ...bound,
          keyKind: { enum: ['rest', 'javascript', 'native'] },
          audience: text,
          authTime: time,
          withIdToken: flag,
          accessTokens: bySecret(time),
        },
        { clientId: text, nonce: text, refreshToken: object({ value: text, expiresAt: time }) },
      ),
    ),
    codes: bySecret(
      object(
        { ...bound, clientId: text, redirectUri: text, expiresAt: time, authTime: time, withIdToken: flag },
        { nonce: text, codeChallenge: text },
      ),
    ),
    spentCodes: bySecret(object({ personId: text, expiresAt: time })),
    grants: bySecret(object({ ...bound, expiresAt: time })),
    results: bySecret(object({ body: record(text), expiresAt: time })),
    counts: record(list(time)),
    sessions: list(object({ id: text, personId: text, authTime: time, expiresAt: time }, { freshFor: text })),
    browsers: list(object({ id: text, saved: list(text), expiresAt: time })),
    transactions: bySecret(
      object(
        {
          kind: { enum: ['consent', 'guardian', 'logout', 'address'] },
          sessionId: text,
          personId: text,
          expiresAt: time,
        },
        {
          request,
          ask,
          consent: object({ scopes: list(text), terms: list(text), channels: list(text) }),
          returnTo: text,
          address: object({ page: { enum: ['picker', 'create', 'edit'] }, appId: text, transId: text }),
        },
      ),
    ),
    signingKeys: list(object({ kid: text, privateKey: record({}) })),
    faults: list(object({ id: count }, { left: count })),
    deliveries: list(object({ number: count, at: text, ...bound, url: text, outcome: text })),
  },
  { selfMade: list(text) },
);

/** What each kind of page that waits for an answer cannot do without. */
export const transactionNeeds: Readonly<Record<string, readonly string[]>> = {
  consent: ['request', 'ask'],
  guardian: ['request', 'ask', 'consent'],
  logout: ['returnTo'],
  address: ['address'],
};
