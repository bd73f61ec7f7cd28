// The format of the token in the browser's storage: crypto-js with a passphrase, which is OpenSSL's format.

import { decryptBlock, encryptBlock, roundKeys, xor } from './aes.js';
import { md5, utf8 } from './md5.js';

const MARK = utf8('Salted__');

/** Derives the key and the IV from passphrase and salt (OpenSSL's EVP_BytesToKey with MD5 and one iteration). */
function keyOf(passphrase, salt) {
  let hash = [];
  const bytes = [];
  while (bytes.length < 48) {
    hash = md5([...hash, ...utf8(passphrase), ...salt]);
    bytes.push(...hash);
  }
  return { keys: roundKeys(bytes.slice(0, 32)), first: bytes.slice(32) };
}

const blocks = (bytes) => Array.from({ length: bytes.length / 16 }, (_, i) => bytes.slice(16 * i, 16 * i + 16));

export function encrypt(text, passphrase) {
  const salt = Array.from(window.crypto.getRandomValues(new Uint8Array(8)));
  const { keys, first } = keyOf(passphrase, salt);
  const bytes = utf8(text);
  const missing = 16 - (bytes.length % 16);
  let last = first;
  const secret = blocks([...bytes, ...Array(missing).fill(missing)]).flatMap(
    (block) => (last = encryptBlock(xor(block, last), keys)),
  );
  return window.btoa(String.fromCharCode(...MARK, ...salt, ...secret));
}

/** @throws {Error} when the text does not have this format. */
export function decrypt(stored, passphrase) {
  const bytes = Array.from(window.atob(stored), (char) => char.charCodeAt(0));
  if (String(bytes.slice(0, 8)) !== String(MARK)) throw new Error('not encrypted');
  const { keys, first } = keyOf(passphrase, bytes.slice(8, 16));
  let last = first;
  const text = blocks(bytes.slice(16)).flatMap((block) => {
    const open = xor(decryptBlock(block, keys), last);
    last = block;
    return open;
  });
  return decodeURIComponent(escape(String.fromCharCode(...text.slice(0, -text.at(-1)))));
}
