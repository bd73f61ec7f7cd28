import type { CallerKind, EndpointName, endpoints } from './contract/endpoints.js';
import type { KakaoIdInput } from './contract/ids.js';

/** Calls as a user, with the access token from their login. */
export interface UserCaller {
  accessToken: string;
  admin?: never;
  targetId?: never;
}

/** Calls as the service, with `adminKey`, for one linked user. */
export interface AdminCaller {
  admin: true;
  /** Kakao's id of the user (회원번호). */
  targetId: KakaoIdInput;
  accessToken?: never;
}

/** Calls as the service, with `adminKey`, for no user in particular. */
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

/** The callers that an endpoint accepts. Passing another kind of caller is a type error. */
export type CallerFor<N extends EndpointName> = CallerOf<(typeof endpoints)[N]['callers'][number]>;

/** Who makes a call. `undefined` for endpoints that need no token or key. */
export type Caller = UserCaller | AdminCaller | AppCaller | undefined;

/** Options of every call. */
export interface CallOptions {
  /** Cancels the call, which is then rejected with a `KakaoConnectionError` whose `code` is `aborted`. */
  signal?: AbortSignal | undefined;
}
