import type { KapiErrorBody, KauthErrorBody } from '@kakao-login/client/contract';

import type { KoeModel } from './pages/koe.js';
import type { MessageModel } from './pages/message.js';

type Answer =
  | { as: 'kauth'; status: number; body: KauthErrorBody }
  | { as: 'kapi'; status: number; body: KapiErrorBody; challenge?: 'Bearer' | 'KakaoAK' }
  | { as: 'koe'; page: Pick<KoeModel, 'code' | 'appName' | 'unconfigured' | 'facts' | 'register'> }
  | { as: 'message'; status: number; page: Pick<MessageModel, 'kind' | 'appName' | 'nextHref'> }
  | { as: 'redirect'; to: string }
  | { as: 'not-found' };

/** An error response in the format of the host that was called. Handlers throw it, and the server writes it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly answer: Answer) {
    super(answer.as);
  }

  /** kauth's JSON: `error`, `error_description`, `error_code`. */
  static kauth(status: number, body: KauthErrorBody): Refusal {
    return new Refusal({ as: 'kauth', status, body });
  }

  /** kapi's JSON: `msg` and a negative `code`. */
  static kapi(status: number, code: number, msg: string, more: Partial<KapiErrorBody> = {}): Refusal {
    return new Refusal({ as: 'kapi', status, body: { msg, code, ...more } });
  }

  /** kapi's 401, with a header that names the kind of credentials. */
  static unauthorized(challenge: 'Bearer' | 'KakaoAK', msg: string): Refusal {
    return new Refusal({ as: 'kapi', status: 401, body: { msg, code: -401 }, challenge });
  }

  /** An HTML page with the KOE code in its title. */
  static koe(code: string, appName = '', more: Pick<KoeModel, 'unconfigured' | 'facts'> = {}): Refusal {
    return new Refusal({ as: 'koe', page: { code, appName, ...more } });
  }

  static message(
    kind: MessageModel['kind'],
    status = 400,
    more: Pick<MessageModel, 'appName' | 'nextHref'> = {},
  ): Refusal {
    return new Refusal({ as: 'message', status, page: { kind, ...more } });
  }

  /** There is nothing at this path. */
  static notFound(): Refusal {
    return new Refusal({ as: 'not-found' });
  }

  /** Back to the service with `error` in the query. */
  static redirect(to: string): Refusal {
    return new Refusal({ as: 'redirect', to });
  }
}
