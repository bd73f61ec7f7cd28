import { securityEventUris } from '@kakao-login/client/webhooks';
import type { KakaoSecurityEvent, KakaoWebhook } from '@kakao-login/client/webhooks';
import { DEFAULT_NAME } from '../tokens.js';
import { usage, usageTexts } from '../usage.js';

/**
 * The events that a handler can be for. `'*'` means all of them, and `'unknown'` those that this library does not know.
 */
export type KakaoEventKind = KakaoSecurityEvent['event'] | '*';

/** The webhooks that a decorated method is called for. */
export interface Subscription {
  kinds: readonly (KakaoEventKind | 'unlink')[];
  /** The name of the `KakaoModule`. */
  app: string;
}

export const SUBSCRIPTIONS = 'kakao-login:webhook-subscriptions';
/** Where Nest stores that the first parameter of a handler is the webhook, so that pipes are applied to it. */
export const WEBHOOK_ARGUMENTS = 'kakao-login:webhook-arguments';

/** Nest's number for the body of a request: pipes such as `ValidationPipe` are applied to it. */
const body = 3;

/**
 * Options of {@link OnKakaoUnlink} and {@link OnKakaoEvent}: the `name` of the `KakaoModule`. Default: the one without
 * a name.
 */
export interface KakaoWebhookHandlerOptions {
  name?: string;
}

/**
 * Calls the method for each unlink webhook: `method(unlink: KakaoUnlink)`. Works on any provider or controller. If the
 * method throws, it is called again later. It may be called twice for the same webhook.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
 */
export const OnKakaoUnlink = (options: KakaoWebhookHandlerOptions = {}): MethodDecorator =>
  subscribe(['unlink'], options);

/**
 * Calls the method for each account-status event of these kinds: `method(event: KakaoSecurityEvent)`. Works on any
 * provider or controller. If the method throws, it is called again later. It may be called twice for the same event.
 *
 * @param kinds names of events, `'*'` for all, or `'unknown'` for those that this library does not know
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/callback
 * @throws {KakaoUsageError} when there is no event with this name
 */
export function OnKakaoEvent(
  kinds: KakaoEventKind | readonly KakaoEventKind[],
  options: KakaoWebhookHandlerOptions = {},
): MethodDecorator {
  const list = typeof kinds === 'string' ? [kinds] : kinds;
  const known = (kind: string): boolean => kind === '*' || kind === 'unknown' || Object.hasOwn(securityEventUris, kind);
  if (!Array.isArray(list) || list.length === 0 || !list.every(known)) {
    throw usage('argument_malformed', '@OnKakaoEvent()', usageTexts().eventKind);
  }
  return subscribe(list as KakaoEventKind[], options);
}

function subscribe(kinds: Subscription['kinds'], { name = DEFAULT_NAME }: KakaoWebhookHandlerOptions): MethodDecorator {
  return (target, key, descriptor) => {
    const method = descriptor.value as object;
    const before = (Reflect.getMetadata(SUBSCRIPTIONS, method) ?? []) as Subscription[];
    Reflect.defineMetadata(SUBSCRIPTIONS, [...before, { kinds, app: name }], method);
    const first = { [`${body}:0`]: { index: 0, data: undefined, pipes: [] } };
    Reflect.defineMetadata(WEBHOOK_ARGUMENTS, first, target.constructor, key);
  };
}

export const isFor = ({ kinds }: Subscription, webhook: KakaoWebhook): boolean =>
  webhook.webhook === 'unlink' ? kinds.includes('unlink') : kinds.includes(webhook.event) || kinds.includes('*');
