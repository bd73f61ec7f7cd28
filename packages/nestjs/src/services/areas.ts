import { KakaoOidc, KakaoScopes, KakaoShipping, KakaoTerms, KakaoUser } from '@kakao-login/client';

/*
 * Areas of the client as classes that Nest can inject. They are abstract because the module provides `client.user` itself
 * as `KakaoUserService`, and so on.
 */

/** Users: `me`, `updateProfile`, `accessTokenInfo`, and with the admin key `list`, `ids`, `allIds`. */
export abstract class KakaoUserService extends KakaoUser {}

/** Consent items: `list`, `revoke`. */
export abstract class KakaoScopesService extends KakaoScopes {}

/** Service terms (Kakao Sync): `list`, `revoke`, `agree`. */
export abstract class KakaoTermsService extends KakaoTerms {}

/** Shipping addresses: `list`, `all`, `get`. */
export abstract class KakaoShippingService extends KakaoShipping {}

/** OpenID Connect: `discover`, `verifyIdToken`, `tokenInfo`, `userInfo`. */
export abstract class KakaoOidcService extends KakaoOidc {}
