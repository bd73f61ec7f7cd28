// The browser around the SDK, and how values travel.

import { is } from './check.js';

export const VERSION = '2.8.3';

export const isKakaoTalk = () => /KAKAOTALK/i.test(window.navigator.userAgent);

/** What the SDK says about itself: the `KA` header, and `ka` in queries. */
export const kaHeader = () =>
  [
    `sdk/${VERSION}`,
    'os/javascript',
    'sdk_type/javascript',
    `lang/${window.navigator.language}`,
    `device/${window.navigator.platform.replace(/ /g, '_')}`,
    `origin/${encodeURIComponent(window.location.origin)}`,
  ].join(' ');

/** `a=1&b=%5B%5D`: objects and arrays as JSON, members that are `undefined` left out. */
export const queryString = (members) =>
  Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(is.object(value) ? JSON.stringify(value) : value)}`)
    .join('&');

export const joinQuery = (url, members) => `${url}${url.includes('?') ? '&' : '?'}${queryString(members)}`;

/** JSON where it is JSON, else the text as it is. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** 60 characters of `A-Za-z0-9-._~`: the id of one authorization or one address selection. */
export function transactionId() {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
  const random = window.crypto.getRandomValues(new Uint32Array(60));
  return Array.from(random, (number) => alphabet[number % alphabet.length]).join('');
}

/** A popup in the middle of the window that opens it. */
export function openPopup(url, name, width, height) {
  const left = Math.round(window.screenX + (window.outerWidth - width) / 2);
  const top = Math.round(window.screenY + (window.outerHeight - height) / 2);
  return window.open(url, name, `width=${width},height=${height},left=${left},top=${top},scrollbars=yes,resizable=1`);
}
