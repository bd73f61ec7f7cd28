import { KOE114_TEXT, KOE127_BODY, KOE207_CODE_TEXT, KOE310_TEXT, KOE319_TEXT, KOE400_TEXT } from '../guesses.js';
import { Refusal } from '../refusal.js';

interface Row {
  status: number;
  error: string;
  /** Some texts contain a value of the form. */
  text?: (form: URLSearchParams) => string;
}

/** kauth's JSON errors, both real and injected. */
const rows = {
  KOE001: { status: 406, error: 'not_acceptable' },
  KOE009: {
    status: 400,
    error: 'misconfigured',
    text: () => 'invalid android_key_hash or ios_bundle_id or web_site_url',
  },
  KOE010: { status: 401, error: 'invalid_client', text: () => 'Bad client credentials' },
  KOE101: {
    status: 401,
    error: 'invalid_client',
    text: (form) => `Not exist client_id [${form.get('client_id') ?? ''}]`,
  },
  KOE114: { status: 400, error: 'invalid_client', text: () => KOE114_TEXT },
  KOE127: { status: 401, error: KOE127_BODY.error, text: () => KOE127_BODY.error_description },
  KOE207: { status: 400, error: 'invalid_request', text: () => KOE207_CODE_TEXT },
  KOE237: { status: 400, error: 'invalid_request', text: () => 'token request rate limit exceeded' },
  KOE303: { status: 400, error: 'invalid_grant', text: () => 'Redirect URI mismatch.' },
  KOE310: {
    status: 400,
    error: 'unsupported_grant_type',
    text: (form) => KOE310_TEXT(form.get('grant_type') ?? ''),
  },
  KOE319: { status: 400, error: 'invalid_grant', text: () => KOE319_TEXT },
  KOE320: {
    status: 400,
    error: 'invalid_grant',
    text: (form) => `authorization code not found for code=${form.get('code') ?? ''}`,
  },
  KOE322: { status: 400, error: 'invalid_grant', text: () => 'expired_or_invalid_refresh_token' },
  KOE400: { status: 400, error: 'invalid_token', text: () => KOE400_TEXT },
} as const satisfies Record<string, Row>;

export type KauthCode = keyof typeof rows;

export const isKauthCode = (code: string): code is KauthCode => Object.hasOwn(rows, code);

export function kauthRefusal(code: KauthCode, form = new URLSearchParams()): Refusal {
  const { status, error, text }: Row = rows[code];
  return Refusal.kauth(status, { error, ...(text && { error_description: text(form) }), error_code: code });
}
