import type { EndpointName, ResponseOf } from '@kakao-login/client/contract';

import type { Call } from '../http/call.js';
import type { SigningKeys } from '../signing-keys.js';
import type { Store } from '../store/store.js';
import type { ActorOf } from './actor.js';
import type { Incoming } from './incoming.js';

/** What a handler may touch besides its parameters and its caller. */
export interface Context {
  store: Store;
  keys: SigningKeys;
  call: Call;
  strictHeaders: boolean;
  /** Ends a link for a reason that the service did not have a hand in: its unlink webhook hears of it. */
  unlink: (appId: string, personId: string, reason: UnlinkReason) => void;
  /** Tells the app's webhooks; does not wait for them. */
  notify: (event: NotifiedEvent) => void;
}

/** `referrer_type` of the unlink webhook. */
export type UnlinkReason =
  'ACCOUNT_DELETE' | 'FORCED_ACCOUNT_DELETE' | 'UNLINK_FROM_ADMIN' | 'UNLINK_FROM_APPS' | 'INCOMPLETE_SIGN_UP';

/** Something that an app's account-status webhook hears of. */
export interface NotifiedEvent {
  type: 'user-linked' | 'user-unlinked' | 'user-scope-consent' | 'user-scope-withdraw' | 'tokens-revoked';
  appId: string;
  personId: string;
  reason?: string;
  scope?: string[];
}

export type Handler<N extends EndpointName> = (
  incoming: Incoming<N>,
  actor: ActorOf<N>,
  context: Context,
) => ResponseOf<N> | Promise<ResponseOf<N>>;

/** Every row of the contract has a handler, or the tables do not compile. */
export type Handlers<N extends EndpointName = EndpointName> = { readonly [Name in N]: Handler<Name> };
