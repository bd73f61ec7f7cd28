import type { Axios, AxiosRequestConfig, AxiosResponse } from 'axios';
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
  const { http: own } = options;
  if (own !== undefined) return (request) => exchange(own, { ...everyTime(options), ...configOf(request) }, request);

  let loading: Promise<Axios> | undefined;
  return async (request) => {
    loading ??= load(options);
    return exchange(await loading, configOf(request), request);
  };
}

/**
 * A plain `Axios` knows what we tell it and nothing else. `axios.create` would bring the defaults of browsers and forms, which
 * are copied for every request and cost more than the request itself.
 */
async function load(options: ResolvedOptions): Promise<Axios> {
  const [{ Axios, AxiosHeaders }, { undiciAdapter }] = await Promise.all([import('axios'), import('./undici.js')]);
  // Only what is read below: nobody else sees this response, and axios goes through all of its headers several times.
  const adapter = await undiciAdapter(
    options,
    ({ 'retry-after': retryAfter }) =>
      new AxiosHeaders(typeof retryAfter === 'string' ? { 'retry-after': retryAfter } : undefined),
  );
  return new Axios({ ...everyTime(options), adapter, headers: {} });
}

const everyStatus = (): boolean => true;

function everyTime({ timeouts, maxResponseBytes }: ResolvedOptions): AxiosRequestConfig {
  return {
    timeout: timeouts.response,
    maxContentLength: maxResponseBytes,
    // A redirect would carry the token or the form to somebody else.
    maxRedirects: 0,
    allowAbsoluteUrls: true,
    responseType: 'text',
    // Text in, text out: JSON is read exactly later on, and the form is encoded already.
    transformRequest: [],
    transformResponse: [],
    // Every status is decided in one place.
    validateStatus: everyStatus,
  };
}

function configOf({ url, method, headers, body, signal }: HttpRequest): AxiosRequestConfig {
  return { url, method, headers, data: body, ...(signal === undefined ? {} : { signal }) };
}

async function exchange(
  http: Pick<Axios, 'request'>,
  config: AxiosRequestConfig,
  { name, signal }: HttpRequest,
): Promise<HttpAnswer> {
  let response: Partial<AxiosResponse<unknown>> | undefined;
  try {
    response = await http.request<unknown>(config);
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
