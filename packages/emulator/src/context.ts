import type { Answer } from './http/answer.js';
import type { Call } from './http/call.js';
import type { SigningKeys } from './store/signing-keys.js';
import type { Store } from './store/store.js';
import type { Webhooks } from './webhooks/webhooks.js';

/** What a route can use to answer a call. */
export interface Context {
  store: Store;
  keys: SigningKeys;
  call: Call;
  strictHeaders: boolean;
  webhooks: Webhooks;
  /** Whether a fault is planned for this call. */
  isFaultDue: (call: Call) => boolean;
  /** Answers another call of the same browser, including refusals. */
  answer: (call: Call) => Promise<Answer>;
}

/** Answers a call. */
export type Route = (context: Context) => Answer | Promise<Answer>;

/** The route of one path. */
export interface RouteSpec {
  method: 'GET' | 'POST' | 'DELETE' | 'PUT';
  path: string;
  route: Route;
}

/** The route of every path below a prefix. */
export interface Folder {
  prefix: string;
  route: Route;
}
