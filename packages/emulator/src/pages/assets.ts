import { packageFile } from '../package-file.js';

/** One of {@link assetTypes}. */
export const assetText = (name: string): string => packageFile(`assets/${name}`);

/** In the order of their dependencies. */
const sdkFiles = [
  'origin',
  'check',
  'platform',
  'md5',
  'aes',
  'token-cipher',
  'session',
  'api',
  'authorize',
  'shipping-address',
  'kakao',
];

let sdk: string | undefined;

/** The modules of `assets/sdk` as one script without imports. */
function sdkModules(): string {
  sdk ??= sdkFiles
    .map((name) => packageFile(`assets/sdk/${name}.js`))
    .map((source) => source.replaceAll(/^import [^;]+;\n/gm, '').replaceAll(/^export /gm, ''))
    .join('\n');
  return sdk;
}

/**
 * The script that replaces `kakao.min.js` of the Kakao SDK for JavaScript, with the functions of version 2.8.
 *
 * Not imitated: sharing, channels, navigation and pickers (`Share`, `Channel`, `Navi`, `Picker`), and Simple Login
 * through the Kakao Talk app. The login page opens instead, as on a phone without Kakao Talk.
 *
 * @param origin - origin of the emulator, which replaces all of Kakao's hosts
 * @throws {TypeError} when `origin` is not an absolute URL
 * @see https://developers.kakao.com/sdk/reference/js/release/Kakao.Auth.html
 */
export function sdkSource(origin: string): string {
  return `/*! Kakao emulator: a stand-in for the Kakao SDK for JavaScript. Not made by Kakao. */
(() => {
'use strict';

${sdkModules().replace('{{origin}}', new URL(origin).origin)}})();
`;
}
