import { packageFile } from '../package-file.js';

/** In the order in which one needs the other. */
const names = [
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

/** The modules of `assets/sdk`, made one: what they import from each other is in the same function then. */
const script = names
  .map((name) => packageFile(`assets/sdk/${name}.js`))
  .map((source) => source.replaceAll(/^import [^;]+;\n/gm, '').replaceAll(/^export /gm, ''))
  .join('\n');

/**
 * The script that stands in for `kakao.min.js` of the Kakao SDK for JavaScript (surface of 2.8).
 *
 * Not imitated: sharing, channels, navigation and pickers (`Share`, `Channel`, `Navi`, `Picker`), Simple Login through
 * the Kakao Talk app (the login page opens, as where Kakao Talk is not installed).
 *
 * @param origin - origin of the emulator, which plays all of Kakao's hosts
 * @throws TypeError when `origin` is not an absolute URL
 * @see https://developers.kakao.com/sdk/reference/js/release/Kakao.Auth.html
 */
export function sdkSource(origin: string): string {
  return `/*! Kakao emulator: a stand-in for the Kakao SDK for JavaScript. Not made by Kakao. */
(() => {
'use strict';

${script.replace('{{origin}}', new URL(origin).origin)}})();
`;
}
