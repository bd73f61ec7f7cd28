import type { LoginTickets } from '@kakao-login/passport';

/**
 * One-time tickets that pass a login to a single-page app without a token in a URL. The callback route issues a ticket
 * with `issue` and redirects to the front end with it. The front end posts it to a route that calls `redeem`.
 * Configured by the module option `tickets`.
 *
 * @example
 * constructor(private readonly tickets: KakaoLoginTickets<Member>) {}
 */
export abstract class KakaoLoginTickets<Value = unknown> implements LoginTickets<Value> {
  abstract issue(...parameters: Parameters<LoginTickets<Value>['issue']>): Promise<string>;
  abstract redeem(...parameters: Parameters<LoginTickets<Value>['redeem']>): Promise<Value | undefined>;
}
