import type { EndpointName } from '../contract/endpoints.js';

/** A request to Kakao, ready to be sent. */
export interface HttpRequest {
  name: EndpointName;
  method: 'GET' | 'POST';
  /** Absolute, query included. */
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
}

/** An answer of Kakao's, not read yet. */
export interface HttpAnswer {
  status: number;
  body: string;
  retryAfter: string | undefined;
  /** `Content-Encoding` of a body that may not have been decoded. */
  encoding?: string | undefined;
}
