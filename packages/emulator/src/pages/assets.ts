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
