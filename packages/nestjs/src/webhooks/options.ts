import type { WebhookReceiverOptions } from '@kakao-login/client/webhooks';

/** The option `webhooks` of `KakaoModule`. `appId` and `adminKey` are options of the module itself. */
export interface KakaoWebhooksOptions extends Pick<
  WebhookReceiverOptions,
  'adminKeys' | 'audience' | 'maxAge' | 'inbox' | 'wait'
> {
  /**
   * Where Kakao sends both webhooks, such as `'kakao/webhooks'`. The global prefix stands before it, unless you exclude it; versions do
   * not. Guards, interceptors and body parsers of the application do not reach it.
   */
  path: string;
}
