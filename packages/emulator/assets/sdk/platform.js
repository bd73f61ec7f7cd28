// The browser, and the formats of values that are sent.

import { is } from './check.js';

export const VERSION = '2.8.3';

export const isKakaoTalk = () => /KAKAOTALK/i.test(window.navigator.userAgent);

/** The description of the SDK that it sends in the `KA` header and in `ka` of queries. */
export const kaHeader = () =>
  [
    `sdk/${VERSION}`,
    'os/javascript',
    'sdk_type/javascript',
    `lang/${window.navigator.language}`,
    `device/${window.navigator.platform.replace(/ /g, '_')}`,
    `origin/${encodeURIComponent(window.location.origin)}`,
  ].join(' ');

/** `a=1&b=%5B%5D`. Objects and arrays are JSON. Members that are `undefined` are left out. */
export const queryString = (members) =>
  Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(is.object(value) ? JSON.stringify(value) : value)}`)
    .join('&');

export const joinQuery = (url, members) => `${url}${url.includes('?') ? '&' : '?'}${queryString(members)}`;

/** Parses JSON. Returns any other text unchanged. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The ID of one authorization or one address selection: 60 characters of `A-Za-z0-9-._~`. */
export function transactionId() {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
  const random = window.crypto.getRandomValues(new Uint32Array(60));
  return Array.from(random, (number) => alphabet[number % alphabet.length]).join('');
}

/** Opens a popup in the middle of the window. */
export function openPopup(url, name, width, height) {
  const left = Math.round(window.screenX + (window.outerWidth - width) / 2);
  const top = Math.round(window.screenY + (window.outerHeight - height) / 2);
  return window.open(url, name, `width=${width},height=${height},left=${left},top=${top},scrollbars=yes,resizable=1`);
}
