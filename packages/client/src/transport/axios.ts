import type { AxiosInstance, AxiosResponse } from 'axios';
import type { EndpointName } from '../contract/endpoints.js';
import { isKakaoError, KakaoUnexpectedError } from '../errors/errors.js';
import type { ResolvedOptions } from '../options.js';
import type { HttpAnswer } from './decide.js';
import { failure } from './failure.js';

export interface HttpRequest {
  name: EndpointName;
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal | undefined;
}

export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Sends by axios: the user's own instance as it is, or one of ours with the lean adapter. Nothing is loaded before the
 * first request; axios and undici take longer to load than all of the rest.
 */
export function createSend(options: ResolvedOptions): Send {
  let loading: Promise<AxiosInstance> | undefined;
  return async (request) => {
    loading ??= options.http === undefined ? load(options) : Promise.resolve(options.http);
    return exchange(await loading, request, options);
  };
}

async function load(options: ResolvedOptions): Promise<AxiosInstance> {
  const [{ default: axios }, { undiciAdapter }] = await Promise.all([import('axios'), import('./undici.js')]);
  return axios.create({ adapter: await undiciAdapter(options) });
}

const identity = (data: unknown): unknown => data;
const everyStatus = (): boolean => true;

async function exchange(http: AxiosInstance, request: HttpRequest, options: ResolvedOptions): Promise<HttpAnswer> {
  const { name, method, url, headers, body, signal } = request;
  const { timeouts, maxResponseBytes } = options;
  let response: Partial<AxiosResponse<unknown>> | undefined;
  try {
    response = await http.request<unknown>({
      url,
      method,
      headers,
      data: body,
      timeout: timeouts.response,
      maxContentLength: maxResponseBytes,
      // A redirect would carry the token or the form to somebody else.
      maxRedirects: 0,
      allowAbsoluteUrls: true,
      responseType: 'text',
      // Text in, text out: JSON is read exactly later on, and the form is encoded already.
      transformRequest: identity,
      transformResponse: identity,
      // Every status is decided in one place.
      validateStatus: everyStatus,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    // An interceptor of the user's may throw one of ours on purpose.
    throw isKakaoError(error) ? error : failure(name, error, signal);
  }
  // Interceptors may answer with anything.
  const { status, data, headers: answered } = response ?? {};
  if (typeof status !== 'number' || (typeof data !== 'string' && data !== undefined && data !== null)) {
    throw new KakaoUnexpectedError('http_instance', {
      kakaoStatus: typeof status === 'number' ? status : 0,
      endpoint: name,
    });
  }
  const retryAfter: unknown = answered?.['retry-after'];
  return { status, body: data ?? '', retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined };
}
