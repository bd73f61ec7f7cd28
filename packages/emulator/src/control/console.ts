import { apiCodes, endpoints, koeCodes } from '@kakao-login/client/contract';

import { knownTo } from '../accounts/services.js';
import type { Route } from '../context.js';
import { flaws } from '../faults/fault.js';
import { langHeaders, pageStart } from '../http/lang.js';
import { consoleHeaders, consolePage, paths } from '../pages/index.js';

/** Where faults are ordered most, besides the endpoints of the contract. */
const pages = [paths.consent, paths.login, paths.addressPicker, paths.sdk];

/** `GET /_emulator/console`: apps and people as on the front page; the rest comes from the control API. */
export const consoleRoute: Route = (context) => ({
  status: 200,
  headers: { ...consoleHeaders, ...langHeaders(context.call) },
  body: consolePage({
    ...pageStart(context.call),
    ...knownTo(context),
    url: context.call.origin,
    endpoints: ['*', ...Object.keys(endpoints), ...pages],
    codes: [...Object.keys(koeCodes), ...Object.keys(apiCodes)],
    flaws,
  }),
});
