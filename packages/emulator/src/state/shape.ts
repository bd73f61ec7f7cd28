import * as v from 'valibot';

import { flag, maybe, object, oneOf, oneOfThese, record, schemas, text, whole } from '../seed/check.js';
import { seedSchemas } from '../seed/schema.js';
import { END_OF_TIME } from '../store/clock.js';

/** Members whose keys are codes, tokens or other secrets. */
export const secretNames: ReadonlySet<string> = new Set([
  'accessTokens',
  'codes',
  'spentCodes',
  'grants',
  'results',
  'transactions',
]);

export const stateShape = schemas(() => {
  /** A clock may count fractions of a millisecond. */
  const time = v.pipe(v.number(), v.minValue(0));
  const count = whole(0, Number.MAX_SAFE_INTEGER, 'a whole number from 0');
  const texts = v.array(text);
  const bound = { appId: text, personId: text };
  const request = object({
    appId: text,
    clientId: text,
    redirectUri: text,
    scopes: maybe(texts),
    prompts: texts,
    loginHint: maybe(text),
    serviceTerms: maybe(texts),
    channels: texts,
    state: maybe(text),
    nonce: maybe(text),
    codeChallenge: maybe(text),
    agt: maybe(text),
    transId: maybe(text),
    popup: flag,
    query: text,
  });
  const ask = object({
    kind: oneOf(['first', 'additional', 'terms']),
    items: v.array(object({ id: text, required: flag })),
    terms: v.array(object({ tag: text, title: text, required: flag, url: maybe(text) })),
    channels: v.array(object({ id: text, name: text })),
  });
  const consent = object({ scopes: texts, terms: texts, channels: texts });
  const address = object({
    page: oneOf(['picker', 'create', 'edit']),
    appId: text,
    transId: text,
    returnUrl: maybe(text),
    addressId: maybe(text),
    fromPicker: maybe(flag),
    mobileView: flag,
    backButton: flag,
  });
  const page = { sessionId: text, personId: text, expiresAt: time };
  const pages = [
    object({ ...page, kind: v.literal('consent'), request, ask }),
    object({ ...page, kind: v.literal('guardian'), request, ask, consent }),
    object({ ...page, kind: v.literal('logout'), returnTo: text }),
    object({ ...page, kind: v.literal('address'), address }),
  ] as const;
  const transaction = v.variant('kind', pages, ({ path, input }) =>
    path === undefined
      ? 'an object is expected'
      : oneOfThese(
          input,
          pages.map(({ entries }) => entries.kind.literal),
        ),
  );
  const { app, person } = seedSchemas();
  return object({
    version: v.number(),
    now: v.pipe(time, v.maxValue(END_OF_TIME)),
    ahead: v.pipe(v.number(), v.maxValue(END_OF_TIME)),
    strictHeaders: flag,
    apps: v.array(app),
    people: v.array(person),
    selfMade: maybe(texts),
    links: v.array(
      object({
        ...bound,
        connectedAt: time,
        synchedAt: maybe(time),
        registered: flag,
        profile: object({ nickname: text, picture: maybe(text) }),
        scopes: record(time),
        terms: record(object({ at: time, by: oneOf(['KAUTH', 'KAPI']) })),
        channels: texts,
        properties: record(text),
      }),
    ),
    logins: v.array(
      object({
        ...bound,
        keyKind: oneOf(['rest', 'javascript', 'native']),
        clientId: maybe(text),
        audience: text,
        authTime: time,
        withIdToken: flag,
        accessTokens: record(time),
        refreshToken: maybe(object({ value: text, expiresAt: time })),
      }),
    ),
    codes: record(
      object({
        ...bound,
        clientId: text,
        redirectUri: text,
        expiresAt: time,
        authTime: time,
        withIdToken: flag,
        nonce: maybe(text),
        codeChallenge: maybe(text),
      }),
    ),
    spentCodes: record(object({ personId: text, expiresAt: time })),
    grants: record(object({ ...bound, expiresAt: time })),
    results: record(object({ body: record(text), expiresAt: time })),
    counts: record(v.array(time)),
    sessions: v.array(object({ id: text, personId: text, authTime: time, expiresAt: time, freshFor: maybe(text) })),
    browsers: v.array(object({ id: text, saved: texts, expiresAt: time })),
    transactions: record(transaction),
    signingKeys: v.array(object({ kid: text, privateKey: record(v.unknown()) })),
    // The other members are checked when a fault is added.
    faults: v.array(v.looseObject({ id: count, left: maybe(count) })),
    deliveries: v.array(
      object({
        number: count,
        at: text,
        webhook: oneOf(['unlink', 'account-status']),
        ...bound,
        event: text,
        method: oneOf(['GET', 'POST']),
        url: text,
        outcome: oneOf(['delivered', 'failed', 'timeout', 'unreachable']),
        status: maybe(count),
        milliseconds: v.number(),
      }),
    ),
  });
});
