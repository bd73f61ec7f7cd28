import type { IncomingMessage } from 'node:http';
import { KakaoWebhookError } from '../errors/errors.js';
import { contentType, header, maxBytes } from './headers.js';

/** The properties that body parsers set on a request. */
export interface WithBody {
  body?: unknown;
  /** The bytes. Set by Nest's `rawBody: true` and by some hosting platforms. */
  rawBody?: unknown;
}

/** Returns the body as text, or the form that an earlier body parser has read. */
export async function readBody(request: IncomingMessage & WithBody): Promise<unknown> {
  const encoding = header(request.headers, 'content-encoding') ?? 'identity';
  if (encoding !== 'identity' || contentType(request.headers) === '') throw new KakaoWebhookError('content_type');
  const { rawBody, body, readableDidRead } = request;
  if (rawBody instanceof Uint8Array) return text(rawBody);
  if (!readableDidRead) return text(await bytes(request));
  return body instanceof Uint8Array ? text(body) : body;
}

function text(bytes: Uint8Array): string {
  if (bytes.length > maxBytes) throw new KakaoWebhookError('too_large');
  return Buffer.from(bytes).toString();
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  if (Number(header(request.headers, 'content-length') ?? 0) > maxBytes) throw new KakaoWebhookError('too_large');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else reject(new KakaoWebhookError('too_large'));
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => reject(new KakaoWebhookError('malformed')));
    request.once('close', () => reject(new KakaoWebhookError('malformed')));
  });
}
