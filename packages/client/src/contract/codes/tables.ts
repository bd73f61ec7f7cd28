import { apiTable } from './api.js';
import { kaeTable } from './kae.js';
import { koeTable } from './koe.js';

// Apart from the other modules, which create these tables only when an error occurs.

/**
 * All known negative codes of kapi. Those in the last group come only from Kakao's SDKs or other products.
 *
 * @see https://developers.kakao.com/docs/latest/en/rest-api/error-code
 */
export const apiCodes = apiTable();

/** Codes of the pickers on apps.kakao.com, such as the one for shipping addresses. */
export const kaeCodes = kaeTable();

/**
 * All known KOE codes of kauth. Those marked "page" in Kakao's documentation are shown to the user and never sent to the service.
 * They are included so that you can look up a code that a user reports.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/trouble-shooting
 */
export const koeCodes = koeTable();
