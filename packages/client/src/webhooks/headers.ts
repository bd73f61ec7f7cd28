import { KakaoWebhookError } from '../errors/errors.js';

/** Headers from `node:http` or the Fetch API. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>> | Headers;

/** Kakao's webhooks are much smaller. */
export const maxBytes = 16_384;

export function header(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const given = Object.keys(headers).filter((key) => key.toLowerCase() === name);
  const [value] = given.map((key) => headers[key]);
  if (given.length > 1 || (value !== undefined && typeof value !== 'string')) throw new KakaoWebhookError('malformed');
  return value;
}

/** The type without its parameters. */
export const contentType = (headers: WebhookHeaders): string =>
  (header(headers, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

const once = ['authorization', 'content-type', 'content-length', 'content-encoding'];

/** Node silently keeps the first of a repeated header, but a proxy may have used the other. */
export function refuseRepeatedHeaders(request: object): void {
  const { rawHeaders } = request as { rawHeaders?: unknown };
  if (!Array.isArray(rawHeaders)) return;
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => String(name).toLowerCase());
  if (once.some((name) => names.indexOf(name) !== names.lastIndexOf(name))) throw new KakaoWebhookError('malformed');
}
