import { list, object, text } from '../seed/schema.js';
import type { Schema } from '../seed/schema.js';
import { eventUris, unlinkEventReasons, unlinkReasons } from '../webhooks/events.js';

const texts = list(text);
const name: Schema = { type: ['string', 'integer'] };

const body = (required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema => ({
  ...object(required, optional),
  additionalProperties: false,
});

/** What the controls take. Everything else in a body is a slip of the pen, and is refused. */
export const shapes = {
  clock: body({ advance: { type: ['integer', 'number', 'object'] } }),
  signIn: body(
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
  unlink: body({ person: name }, { app: name, reason: { enum: [...unlinkReasons] } }),
  event: body(
    { person: name, event: { enum: Object.keys(eventUris) } },
    { app: name, reason: { enum: [...unlinkEventReasons] }, scope: texts, more: { type: 'object' } },
  ),
} as const;
