import type { EndpointName } from '../contract/endpoints.js';

/** A request to Kakao. */
export interface HttpRequest {
  /** `undefined` for a request to no endpoint. */
  name: EndpointName | undefined;
  method: 'GET' | 'POST';
  /** Absolute URL, including the query. */
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
}

/** A response from Kakao, before it is parsed. */
export interface HttpAnswer {
  status: number;
  body: string;
  retryAfter: string | undefined;
  /** The `Content-Encoding` of a body that may not be decoded yet. */
  encoding?: string | undefined;
}
