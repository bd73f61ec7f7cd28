// AES-256 (FIPS 197), one block of 16 bytes at a time. It is small and slow, which is enough for the few blocks of a
// token.

const times = (a, b) => {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    if (b & (1 << bit)) product ^= a;
    a = (a << 1) ^ (a & 0x80 ? 0x11b : 0);
  }
  return product;
};

/** The powers of 3, which are all bytes except 0. */
const powers = [1];
while (powers.length < 255) powers.push(times(powers.at(-1), 3));

/** The S-box: the inverse of each byte in the field, after the affine transformation. */
const box = Array.from({ length: 256 }, (_, byte) => {
  const inverse = byte === 0 ? 0 : powers[(255 - powers.indexOf(byte)) % 255];
  const turned = (by) => ((inverse << by) | (inverse >> (8 - by))) & 0xff;
  return inverse ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63;
});
const unbox = box.reduce((all, boxed, byte) => Object.assign(all, { [boxed]: byte }), []);

export const xor = (one, other) => one.map((byte, i) => byte ^ other[i]);
/** Shifts row r of the square by r places. Byte i is in row i % 4. */
const shiftRows = (block, by) => block.map((_, i) => block[(i + by * (i % 4)) % 16]);
const mixColumns = (block, factors) =>
  block.map((_, i) => factors.reduce((sum, factor, k) => sum ^ times(block[i - (i % 4) + ((i + k) % 4)], factor), 0));

/** The 15 round keys of a key of 32 bytes. */
export function roundKeys(key) {
  const words = Array.from({ length: 8 }, (_, i) => key.slice(4 * i, 4 * i + 4));
  for (let i = 8, round = 1; i < 60; i += 1) {
    let word = words[i - 1];
    if (i % 4 === 0) word = (i % 8 === 0 ? [...word.slice(1), word[0]] : word).map((byte) => box[byte]);
    if (i % 8 === 0) {
      word[0] ^= round;
      round = times(round, 2);
    }
    words.push(xor(words[i - 8], word));
  }
  return Array.from({ length: 15 }, (_, i) => words.slice(4 * i, 4 * i + 4).flat());
}

export function encryptBlock(block, keys) {
  let state = xor(block, keys[0]);
  for (let round = 1; round <= 14; round += 1) {
    state = shiftRows(
      state.map((byte) => box[byte]),
      4,
    );
    if (round < 14) state = mixColumns(state, [2, 3, 1, 1]);
    state = xor(state, keys[round]);
  }
  return state;
}

export function decryptBlock(block, keys) {
  let state = block;
  for (let round = 14; round >= 1; round -= 1) {
    state = xor(state, keys[round]);
    if (round < 14) state = mixColumns(state, [14, 11, 13, 9]);
    state = shiftRows(state, 12).map((byte) => unbox[byte]);
  }
  return xor(state, keys[0]);
}
