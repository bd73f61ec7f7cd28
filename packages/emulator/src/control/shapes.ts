import type { Schema } from '../seed/schema.js';
import { eventUris, unlinkEventReasons, unlinkReasons } from '../webhooks/events.js';

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'array', items: text };
const name: Schema = { type: ['string', 'integer'] };

function object(required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: { ...required, ...optional },
    required: Object.keys(required),
  };
}

/** What the controls take. Everything else in a body is a slip of the pen, and is refused. */
export const shapes = {
  clock: object({ advance: { type: ['integer', 'number', 'object'] } }),
  signIn: object(
    { person: name },
    {
      app: name,
      clientId: text,
      redirectUri: text,
      scope: { type: ['string', 'array'], items: text },
      agree: texts,
      terms: texts,
      state: text,
      nonce: text,
      codeChallenge: text,
    },
  ),
  unlink: object({ person: name }, { app: name, reason: { enum: [...unlinkReasons] } }),
  event: object(
    { person: name, event: { enum: Object.keys(eventUris) } },
    { app: name, reason: { enum: [...unlinkEventReasons] }, scope: texts, more: { type: 'object' } },
  ),
} as const;
