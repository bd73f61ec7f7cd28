import type { LoginTickets } from '@kakao-login/passport';

/**
 * One-time tickets that hand a login to a single-page app without a token in any address: `issue` one on the callback
 * route, redirect to the front end with it, and `redeem` it when the front end posts it. Configured by the module option
 * `tickets`.
 *
 * @example
 * constructor(private readonly tickets: KakaoLoginTickets<Member>) {}
 */
export abstract class KakaoLoginTickets<Value = unknown> implements LoginTickets<Value> {
  abstract issue(...parameters: Parameters<LoginTickets<Value>['issue']>): Promise<string>;
  abstract redeem(...parameters: Parameters<LoginTickets<Value>['redeem']>): Promise<Value | undefined>;
}
