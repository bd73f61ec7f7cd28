import type { EndpointName, EndpointSpec, ResponseOf, endpoints } from '@kakao-login/client/contract';

import type { World } from '../world.js';
import type { Call } from '../http/call.js';
import type { SigningKeys } from '../store/signing-keys.js';
import type { Store } from '../store/store.js';
import type { AccountEvent } from '../webhooks/events.js';
import type { AccountEventInput } from '../webhooks/webhooks.js';
import type { ActorOf } from './actor.js';
import type { Incoming } from './incoming.js';

/** What a handler may touch besides its parameters and its caller. */
export interface Context {
  world: World;
  store: Store;
  keys: SigningKeys;
  call: Call;
  strictHeaders: boolean;
  /** Tells the app's account-status webhook; does not wait for it. */
  notify: Notify;
}

export type Notify = (event: AccountEvent, input: AccountEventInput) => void;

export type Handler<N extends EndpointName> = (
  incoming: Incoming<N>,
  actor: ActorOf<N>,
  context: Context,
) => ResponseOf<N> | Promise<ResponseOf<N>>;

/** Every row of the contract has a handler, or the tables do not compile. */
export type Handlers<N extends EndpointName = EndpointName> = { readonly [Name in N]: Handler<Name> };

/** The rows of one host. */
export type NamesAt<Host extends EndpointSpec['host']> = {
  [Name in EndpointName]: (typeof endpoints)[Name]['host'] extends Host ? Name : never;
}[EndpointName];
