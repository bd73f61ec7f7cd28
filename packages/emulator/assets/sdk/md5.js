// Bytes and their MD5, which Kakao's SDK uses to name and encrypt the stored token.

export const utf8 = (text) => Array.from(unescape(encodeURIComponent(text)), (char) => char.charCodeAt(0));

export const hex = (bytes) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** MD5 (RFC 1321) of bytes, as bytes. */
export function md5(input) {
  const bytes = [...input, 0x80];
  const bitLength = input.length * 8;
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
  return state.flatMap((value) => [value, value >>> 8, value >>> 16, value >>> 24]).map((byte) => byte & 0xff);
}
