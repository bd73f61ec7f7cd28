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

/** MD5 (RFC 1321) of a text, in hex. It only names the key of the stored token. */
export function md5(text) {
  const bytes = Array.from(unescape(encodeURIComponent(text)), (char) => char.charCodeAt(0));
  const bitLength = bytes.length * 8;
  bytes.push(0x80);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (let i = 0; i < 8; i += 1) bytes.push(Math.floor(bitLength / 2 ** (8 * i)) & 0xff);

  const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
  const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < bytes.length; block += 64) {
    let [a, b, c, d] = state;
    for (let i = 0; i < 64; i += 1) {
      const round = i >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
      const at = block + 4 * [i % 16, (5 * i + 1) % 16, (3 * i + 5) % 16, (7 * i) % 16][round];
      const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      const sum = (a + mixed + sines[i] + word) | 0;
      const shift = shifts[4 * round + (i % 4)];
      [a, b, c, d] = [d, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0, b, c];
    }
    [a, b, c, d].forEach((value, i) => (state[i] = (state[i] + value) | 0));
  }
  return state
    .flatMap((value) => [value, value >>> 8, value >>> 16, value >>> 24])
    .map((byte) => (byte & 0xff).toString(16).padStart(2, '0'))
    .join('');
}
