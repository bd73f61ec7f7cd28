import type { Call } from '../call.js';
import type { AdminCaller, CallOptions, UserCaller } from '../callers.js';
import type { KakaoId, KakaoIdInput } from '../contract/ids.js';
import type { AccessTokenInfo } from '../contract/oauth.js';
import type { PropertyKey, UserIdResponse, UserIdsPage, UserMe } from '../contract/user.js';
import { isKakaoError, KakaoUnexpectedError } from '../errors/errors.js';
import { checkObject } from '../errors/usage.js';
import { isKakaoId, toKakaoId } from '../ids.js';
import type { Lifetime } from '../transport/lifetime.js';
import { isOverQuota } from '../transport/retry.js';

/** Options of {@link KakaoUser.me}. */
export interface UserMeOptions extends CallOptions {
  /** Fields to request, e.g. `['kakao_account.email']`. Default: everything that the user agreed to share. */
  propertyKeys?: readonly PropertyKey[] | undefined;
  /** Whether image URLs start with `https:`. Default `true`. Kakao's own default is `false`. */
  secureResource?: boolean | undefined;
}

/** Options of {@link KakaoUser.ids} and {@link KakaoUser.allIds}. */
export interface UserIdsOptions extends CallOptions {
  /** Ids per page, 1 to 100. Default 100. */
  limit?: number | undefined;
  /** First id of the page, inclusive. */
  fromId?: KakaoIdInput | undefined;
  order?: 'asc' | 'desc' | undefined;
}

/** Users: profiles, IDs and user properties. */
export class KakaoUser {
  readonly #call: Call;
  readonly #pause: Lifetime['pause'];

  constructor(call: Call, pause: Lifetime['pause']) {
    this.#call = call;
    this.#pause = pause;
  }

  /**
   * Gets everything that a user has agreed to share.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#req-user-info
   * @throws {KakaoApiError} -401 when the token is no longer valid, -101 when the user is not linked
   */
  async me(caller: UserCaller | AdminCaller, options: UserMeOptions = {}): Promise<UserMe> {
    const { propertyKeys, secureResource = true } = checkObject('options', options);
    return this.#call('user.me', { property_keys: propertyKeys, secure_resource: secureResource }, caller, options);
  }

  /**
   * Stores user properties. Their keys have to be registered under Kakao Login > User properties.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#store-user-info
   * @throws {KakaoApiError} -201 when a key is not registered
   */
  updateProfile(
    caller: UserCaller,
    properties: Record<string, string>,
    options?: CallOptions,
  ): Promise<UserIdResponse> {
    return this.#call('user.updateProfile', { properties }, caller, options);
  }

  /**
   * Gets the user and the app that an access token belongs to, and its remaining lifetime in seconds.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#get-token-info
   */
  accessTokenInfo(caller: UserCaller, options?: CallOptions): Promise<AccessTokenInfo> {
    return this.#call('user.accessTokenInfo', {}, caller, options);
  }

  /**
   * Gets several users with the admin key. Users that are not linked are left out, and Kakao decides on the order.
   *
   * @param ids at most 100, or 20 with `propertyKeys`
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#multiple-users-info
   */
  async list(
    ids: readonly KakaoIdInput[],
    options: CallOptions & { propertyKeys?: readonly PropertyKey[] | undefined } = {},
  ): Promise<UserMe[]> {
    const { propertyKeys } = checkObject('options', options);
    const users: unknown = await this.#call(
      'user.list',
      { target_id_type: 'user_id', target_ids: ids, property_keys: propertyKeys },
      { admin: true },
      options,
    );
    return Array.isArray(users) ? (users as UserMe[]) : (users as { elements: UserMe[] }).elements;
  }

  /**
   * Gets one page of the ids of all linked users, with the admin key. Kakao allows 100 calls a minute.
   *
   * @see https://developers.kakao.com/docs/latest/en/kakaologin/rest-api#user-list
   */
  async ids(options: UserIdsOptions = {}): Promise<UserIdsPage> {
    const { limit, fromId, order } = checkObject('options', options);
    return this.#call(
      'user.ids',
      { limit, from_id: fromId === undefined ? undefined : toKakaoId(fromId, 'fromId'), order },
      { admin: true },
      options,
    );
  }

  /**
   * Iterates over the ids of all linked users, each once.
   *
   * Kakao allows 100 calls a minute, which is 10,000 users. When they are used up, the iterator waits for the next minute, or
   * for as long as Kakao's `Retry-After` says, and continues. It never waits longer than 120 seconds. `signal` and
   * `client.close()` end the wait. To resume after an error, pass the last id as `fromId`: the iterator starts with that id.
   *
   * @throws {KakaoApiError} -10 when Kakao asks for a longer wait (see `retryAfter`, in seconds), or when two waits in a row do
   * not help because another quota is used up
   */
  async *allIds(options: UserIdsOptions = {}): AsyncGenerator<KakaoId, void, undefined> {
    let { fromId } = checkObject('options', options);
    let previous = new Set<KakaoId>();
    const asked = new Set<KakaoId>();
    let began = performance.now();
    for (let waits = 0; ;) {
      let page: UserIdsPage;
      try {
        page = await this.ids({ ...options, fromId });
      } catch (error) {
        if (waits === 2 || !isKakaoError(error) || !isOverQuota(error)) throw error;
        if ((error.retryAfter ?? 0) > longestWait) throw error;
        waits += 1;
        await this.#pause(untilNextMinute(began, error.retryAfter), options.signal, 'user.ids');
        began = performance.now();
        continue;
      }
      waits = 0;
      // `from_id` is inclusive, so a page can start with the last id of the previous one.
      yield* page.elements.filter((id) => !previous.has(id));
      previous = new Set(page.elements);
      const next = nextFromId(page.after_url);
      // Requesting the same page again would loop forever.
      if (next === undefined || asked.has(next)) return;
      asked.add(next);
      fromId = next;
    }
  }
}

/** The longest wait for a new quota, in seconds. Kakao's quota of calls is per minute. */
const longestWait = 120;

/**
 * How long to wait for a new quota, in milliseconds. Whether Kakao's minute is fixed or sliding, it is over one minute after the
 * first call in it. The extra half second is for the time the request takes.
 */
function untilNextMinute(began: number, retryAfter: number | undefined): number {
  if (retryAfter !== undefined) return retryAfter * 1000;
  const elapsed = performance.now() - began;
  return 60_500 - (elapsed < 60_000 ? elapsed : 0);
}

/** Reads `from_id` as text, because a number would lose digits. Throws if the URL has none: the list would be incomplete. */
function nextFromId(afterUrl: unknown): KakaoId | undefined {
  if (afterUrl === null || afterUrl === undefined || afterUrl === '') return undefined;
  if (typeof afterUrl === 'string' && URL.canParse(afterUrl, 'https://kapi.kakao.com')) {
    const id = new URL(afterUrl, 'https://kapi.kakao.com').searchParams.get('from_id');
    if (isKakaoId(id)) return id;
  }
  throw new KakaoUnexpectedError('shape', { kakaoStatus: 200, endpoint: 'user.ids' });
}
