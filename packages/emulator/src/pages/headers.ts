/** Files of `packages/emulator/assets` that are served as they are. */
export const assetTypes: Readonly<Record<string, string>> = {
  'style.css': 'text/css; charset=utf-8',
  'pages.css': 'text/css; charset=utf-8',
  'wide.css': 'text/css; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'relay.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** No `form-action`: browsers apply it to redirects too, and consent redirects to the service. */
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'";

const common = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** For every page except the relay. */
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
