import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const inflaters: readonly [Decoder, Decoder] = [promisify(inflate), promisify(inflateRaw)];
/** `deflate` has a zlib wrapper, whose first byte ends in 8, but some servers leave it out (RFC 9110, 8.4.1.2). */
const deflate: Decoder = (bytes, options) => inflaters[((bytes[0] ?? 0) & 0x0f) === 8 ? 0 : 1](bytes, options);

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate,
  br: promisify(brotliDecompress),
};

/**
 * Decodes a body by its `Content-Encoding`, which lists the encodings in the order in which they were applied.
 *
 * @throws {Error} when the body cannot be decoded; its `code` is `ERR_BUFFER_TOO_LARGE` when the result is larger than `maxBytes`
 */
export async function decode(bytes: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const options = { maxOutputLength: Math.min(maxBytes, 2 ** 31 - 1) };
  let decoded = bytes;
  for (const name of encoding
    .toLowerCase()
    .split(',')
    .toReversed()
    .map((one) => one.trim())) {
    if (name === 'identity') continue;
    const decoder = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
    if (decoder === undefined) throw new Error('unknown Content-Encoding');
    decoded = await decoder(decoded, options);
  }
  return decoded;
}
