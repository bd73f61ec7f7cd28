import * as v from 'valibot';

import { eventUris, unlinkEventReasons, unlinkReasons } from '../webhooks/events.js';
import type { AccountEvent } from '../webhooks/events.js';
import { check, maybe, object, oneOf, record, schemas, text } from './check.js';
import { SeedError } from './read.js';

/** An ID, or an object with one. The look-up reports errors in it. */
const named = v.unknown();

export const optionShapes = schemas(() => {
  const inApp = { app: v.optional(named) };
  const texts = v.array(text);
  const scope = v.lazy((input) => (Array.isArray(input) ? texts : text));
  const units = ['days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const;
  const span = object(v.entriesFromList(units, v.optional(v.number())));
  const duration = v.number('milliseconds, or a span such as { "hours": 6 }, are expected');
  const options = {
    configure: inApp,
    signIn: {
      ...inApp,
      clientId: maybe(text),
      redirectUri: maybe(text),
      scope: maybe(scope),
      agree: maybe(texts),
      terms: maybe(texts),
      state: maybe(text),
      nonce: maybe(text),
      codeChallenge: maybe(text),
    },
    signInAt: { authorizeUrl: text, agree: maybe(texts), terms: maybe(texts) },
    unlink: { ...inApp, reason: maybe(oneOf(unlinkReasons)) },
    event: {
      ...inApp,
      event: oneOf(Object.keys(eventUris) as AccountEvent[]),
      reason: maybe(oneOf(unlinkEventReasons)),
      scope: maybe(texts),
      more: maybe(record(v.unknown())),
    },
  };
  const advance = v.lazy((input) => (typeof input === 'object' && input !== null ? span : duration));
  return {
    inCode: {
      configure: object(options.configure),
      signIn: object(options.signIn),
      signInAt: object(options.signInAt),
      unlink: object(options.unlink),
      event: object(options.event),
    },
    bodies: {
      nothing: object({}),
      clock: object({ advance }),
      expireToken: object({ token: text, after: v.optional(advance) }),
      signIn: object({ person: named, ...options.signIn }),
      signInAt: object({ person: named, ...options.signInAt }),
      unlink: object({ person: named, ...options.unlink }),
      event: object({ person: named, ...options.event }),
    },
  };
});

/** @throws {SeedError} that names the first member of a body that does not fit. */
export const checkBody = (what: keyof ReturnType<typeof optionShapes>['bodies'], body: unknown): void =>
  check(optionShapes().bodies[what], body);

/**
 * Checks options in code like the body of a request. It does not wait for an `import()`, because a webhook has to be in
 * progress when `send` returns. Otherwise `settled()` and `reset()` would not know about it.
 *
 * @throws {TypeError} that names the option
 */
export function checked<T>(what: keyof ReturnType<typeof optionShapes>['inCode'], options: T): T {
  try {
    check(optionShapes().inCode[what], options);
    return options;
  } catch (error) {
    throw error instanceof SeedError ? new TypeError(`${what}: ${error.message}`) : error;
  }
}
