import { packageFile } from '../package-file.js';

export interface Asset {
  type: string;
  readonly body: string;
}

/** A file of `packages/emulator/assets`, read when first asked for. */
function asset(name: string, type: string): Asset {
  let body: string | undefined;
  return {
    type,
    get body() {
      body ??= packageFile(`assets/${name}`);
      return body;
    },
  };
}

/** Served as they are, each at its own path. */
export const assets: Readonly<Record<string, Asset>> = {
  '/_emulator/assets/style.css': asset('style.css', 'text/css; charset=utf-8'),
  '/_emulator/assets/pages.css': asset('pages.css', 'text/css; charset=utf-8'),
  '/_emulator/assets/wide.css': asset('wide.css', 'text/css; charset=utf-8'),
  '/_emulator/assets/app.js': asset('app.js', 'text/javascript; charset=utf-8'),
  '/_emulator/assets/console.js': asset('console.js', 'text/javascript; charset=utf-8'),
  '/_emulator/assets/relay.js': asset('relay.js', 'text/javascript; charset=utf-8'),
  '/_emulator/assets/icon.svg': asset('icon.svg', 'image/svg+xml'),
};

/** In the order in which one needs the other. */
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

/** The modules of `assets/sdk` as one script, where nothing has to be imported any more. Read when first asked for. */
function sdkModules(): string {
  sdk ??= sdkFiles
    .map((name) => packageFile(`assets/sdk/${name}.js`))
    .map((source) => source.replaceAll(/^import [^;]+;\n/gm, '').replaceAll(/^export /gm, ''))
    .join('\n');
  return sdk;
}

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

${sdkModules().replace('{{origin}}', new URL(origin).origin)}})();
`;
}

/** No `form-action`: browsers apply it to redirects too, and consent redirects to the service. */
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'";

const common = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** For every page but the relay. */
export const pageHeaders: Readonly<Record<string, string>> = {
  ...common,
  'content-security-policy': `${policy}; frame-ancestors 'none'`,
};

/** For the relay, which services put into a frame. */
export const proxyHeaders: Readonly<Record<string, string>> = { ...common, 'content-security-policy': policy };

/** For the console, which calls the control API. */
export const consoleHeaders: Readonly<Record<string, string>> = {
  ...common,
  'content-security-policy': `${policy}; connect-src 'self'; frame-ancestors 'none'`,
};
