import type { CodeEntry } from './code-entry.js';
import { koeAppCodes } from './koe-codes-app.js';
import { koeRequestCodes } from './koe-codes-request.js';

/**
 * Every KOE code of kauth that is known. Those marked "page" in Kakao's documentation are shown to the person by Kakao
 * and never reach the service; they are here so that a report of one can be explained.
 *
 * @see https://developers.kakao.com/docs/latest/en/kakaologin/trouble-shooting
 */
export const koeCodes: Readonly<Record<string, CodeEntry>> = { ...koeAppCodes, ...koeRequestCodes };
