import type { EndpointName, EndpointSpec, ResponseOf, endpoints } from '@kakao-login/client/contract';

import type { Context } from '../context.js';
import type { ActorOf } from './actor.js';
import type { Incoming } from './incoming.js';

export type Handler<N extends EndpointName> = (
  incoming: Incoming<N>,
  actor: ActorOf<N>,
  context: Context,
) => ResponseOf<N> | Promise<ResponseOf<N>>;

/** A handler for each endpoint of the contract. Without one of them, the table does not compile. */
export type Handlers<N extends EndpointName = EndpointName> = { readonly [Name in N]: Handler<Name> };

/** The endpoints of one host. */
export type NamesAt<Host extends EndpointSpec['host']> = {
  [Name in EndpointName]: (typeof endpoints)[Name]['host'] extends Host ? Name : never;
}[EndpointName];
