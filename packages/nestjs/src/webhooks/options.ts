import type { WebhookReceiverOptions } from '@kakao-login/client/webhooks';

/** The option `webhooks` of `KakaoModule`. `appId` and `adminKey` are options of the module itself. */
export interface KakaoWebhooksOptions extends Pick<
  WebhookReceiverOptions,
  'adminKeys' | 'audience' | 'maxAge' | 'inbox' | 'wait'
> {
  /**
   * The path to which Kakao sends both webhooks, such as `'kakao/webhooks'`. The global prefix is added unless you
   * exclude the path, but no version. Guards, interceptors and body parsers of the application do not run for it.
   */
  path: string;
}
