import { SeedError } from '../seed/read.js';
import { checkAgainst, list, object, text } from '../seed/schema.js';
import type { Schema } from '../seed/schema.js';
import { eventUris, unlinkEventReasons, unlinkReasons } from '../webhooks/events.js';

const texts = list(text);
const name: Schema = { type: ['string', 'integer'] };

const body = (required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema => ({
  ...object(required, optional),
  additionalProperties: false,
});

const signInOptions = {
  clientId: text,
  redirectUri: text,
  scope: { type: ['string', 'array'], items: text },
  agree: texts,
  terms: texts,
  state: text,
  nonce: text,
  codeChallenge: text,
};
const reason = { enum: [...unlinkReasons] };
const event = { enum: Object.keys(eventUris) };
const eventOptions = { reason: { enum: [...unlinkEventReasons] }, scope: texts, more: { type: 'object' } };

/** What the controls take. Everything else in a body is a slip of the pen, and is refused. */
export const shapes = {
  clock: body({ advance: { type: ['integer', 'number', 'object'] } }),
  signIn: body({ person: name }, { app: name, ...signInOptions }),
  unlink: body({ person: name }, { app: name, reason }),
  event: body({ person: name, event }, { app: name, ...eventOptions }),
} as const;

/** In code an app may also be one that the emulator has given out. */
const app: Schema = { type: ['string', 'object'] };
const optionShapes = {
  signIn: body({}, { app, ...signInOptions }),
  unlink: body({}, { app, reason }),
  event: body({ event }, { app, ...eventOptions }),
};

/**
 * Options in code, looked at as the body of a request is. At once, and not after an `import()`: a webhook has to be under
 * way when `send` returns, or `settled()` and `reset()` would not know of it.
 *
 * @throws TypeError that names the option.
 */
export function checked<T>(what: keyof typeof optionShapes, options: T): T {
  try {
    checkAgainst(optionShapes[what], options, '');
    return options;
  } catch (error) {
    throw error instanceof SeedError ? new TypeError(`${what}: ${error.message}`) : error;
  }
}
