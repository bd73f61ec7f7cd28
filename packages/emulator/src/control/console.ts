import { apiCodes, endpoints, koeCodes } from '@kakao-login/client/contract';

import { knownTo } from '../accounts/services.js';
import type { Route } from '../context.js';
import { flaws } from '../faults/fault.js';
import { langHeaders, pageStart } from '../http/lang.js';
import { consoleHeaders, consolePage, paths } from '../pages/index.js';

/** Common places for faults besides the endpoints. */
const pages = [paths.consent, paths.login, paths.addressPicker, paths.sdk];

/** `GET /_emulator/console`: apps and users as on the home page; its script reads the rest from the control API. */
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
