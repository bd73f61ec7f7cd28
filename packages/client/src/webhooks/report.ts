import { isKakaoError } from '../errors/errors.js';
import type { KakaoWebhook } from './events.js';

/** Reports a webhook that was not handled. If `onError` fails too, the process emits a warning, so that the failure is not lost. */
export function report<W extends KakaoWebhook | undefined>(
  onError: ((error: unknown, webhook: W) => unknown) | undefined,
  error: unknown,
  webhook: W,
): void {
  void (async () => (onError ?? warn)(error, webhook))().catch(() => warn(error, webhook));
}

/** Our own messages contain no secrets. Other errors could contain anything, so only their name is reported. */
function warn(error: unknown, webhook?: KakaoWebhook): void {
  const name = webhook?.webhook === 'event' ? webhook.event : (webhook?.webhook ?? 'request');
  const why = isKakaoError(error) ? error.message : error instanceof Error ? error.name : `${typeof error} was thrown`;
  process.emitWarning(`Kakao webhook "${name}" was not handled: ${why}`, 'KakaoWebhookWarning');
}
