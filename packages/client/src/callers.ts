import type { CallerKind, EndpointName, endpoints } from './contract/endpoints.js';
import type { KakaoIdInput } from './contract/ids.js';

/** A user, by the access token that their login gave. */
export interface UserCaller {
  accessToken: string;
  admin?: never;
  targetId?: never;
}

/** The service itself, acting on one linked user by `adminKey`. */
export interface AdminCaller {
  admin: true;
  /** Member number of the user. */
  targetId: KakaoIdInput;
  accessToken?: never;
}

/** The service itself, acting on nobody in particular. */
export interface AppCaller {
  admin: true;
  targetId?: never;
  accessToken?: never;
}

type CallerOf<K extends CallerKind> = K extends 'user'
  ? UserCaller
  : K extends 'admin'
    ? AdminCaller
    : K extends 'admin-app'
      ? AppCaller
      : undefined;

/** Who may make a call: an endpoint that takes only one kind makes the others a type error. */
export type CallerFor<N extends EndpointName> = CallerOf<(typeof endpoints)[N]['callers'][number]>;

/** In whose name a call is made; `undefined` for the calls that anybody may make. */
export type Caller = UserCaller | AdminCaller | AppCaller | undefined;

/** What every call takes besides its own parameters. */
export interface CallOptions {
  /** Ends the call early; it is then rejected with a `KakaoConnectionError` whose `code` is `aborted`. */
  signal?: AbortSignal | undefined;
}
