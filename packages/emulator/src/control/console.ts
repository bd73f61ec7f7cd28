import { apiCodes, endpoints, koeCodes } from '@kakao-login/client/contract';

import { langHeaders, pageOf } from '../accounts/page.js';
import type { Route } from '../http/server.js';
import { consoleHeaders, consolePage, paths } from '../pages/index.js';

/** Where faults are ordered most, besides the endpoints of the contract. */
const pages = [paths.consent, paths.login, paths.addressPicker, paths.sdk];

/** `GET /_emulator/console`: a page that speaks to the control API. It says nothing itself. */
export const consoleRoute: Route = ({ call }) => ({
  status: 200,
  headers: { ...consoleHeaders, ...langHeaders(call) },
  body: consolePage({
    ...pageOf(call),
    url: call.origin,
    endpoints: ['*', ...Object.keys(endpoints), ...pages],
    codes: [...Object.keys(koeCodes), ...Object.keys(apiCodes)],
  }),
});
