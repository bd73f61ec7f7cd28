import type { Axios, AxiosAdapter, AxiosHeaders } from 'axios';
import { isKakaoError, KakaoUnexpectedError } from '../errors/errors.js';
import { usage, usageTexts } from '../errors/usage.js';
import type { KakaoHttp, KakaoHttpRequest, ResolvedOptions } from '../options.js';
import { isNetworkFailure, toConnectionError } from './connection-errors.js';
import type { Incoming, Outgoing } from './exchange.js';
import type { HttpAnswer, HttpRequest } from './http.js';

/**
 * Creates an axios instance for interceptors. It sends requests with the same code as a client without axios.
 *
 * This is a plain `Axios`, because `axios.create` adds defaults for browsers and forms. Copying them for every request costs more
 * than the request itself.
 */
export async function createLeanAxios(exchange: (request: Outgoing) => Promise<Incoming>): Promise<Axios> {
  const { Axios, AxiosHeaders } = await import('axios');
  const adapter: AxiosAdapter = async (config) => {
    const { status, statusText, headers, body } = await exchange({
      url: config.params === undefined && config.baseURL === undefined ? (config.url ?? '') : http.getUri(config),
      method: (config.method ?? 'get').toUpperCase(),
      headers: config.headers.toJSON() as Record<string, string>,
      body: bodyText(config.data),
      timeout: config.timeout ?? 0,
      maxBytes: unlimited(config.maxContentLength) ? Infinity : config.maxContentLength,
      signal: config.signal,
    });
    return { status, statusText, headers: Object.assign(new AxiosHeaders(), headers), data: body, config };
  };
  const http = new Axios({ adapter, headers: {} as AxiosHeaders });
  return http;
}

/** Creates an ordinary axios instance over `node:http`. */
export const createNodeAxios = async (): Promise<Axios> => (await import('axios')).create({ adapter: 'http' });

/** The body as text. An interceptor may have replaced it. */
function bodyText(data: unknown): string | undefined {
  if (data === undefined || data === null || typeof data === 'string') return data ?? undefined;
  if (data instanceof URLSearchParams) return data.toString();
  throw usage('argument_malformed', 'data', usageTexts().interceptedBody);
}

/** axios uses -1 for no limit. */
const unlimited = (length: number | undefined): length is undefined => length === undefined || length < 0;

const everyStatus = (): boolean => true;

function axiosConfig(
  { timeouts, maxResponseBytes }: ResolvedOptions,
  { url, method, headers, body, signal }: HttpRequest,
): KakaoHttpRequest {
  return {
    url,
    method,
    headers,
    data: body,
    ...(signal === undefined ? {} : { signal }),
    timeout: timeouts.response,
    maxContentLength: maxResponseBytes,
    // A redirect would send the token or the form to another server.
    maxRedirects: 0,
    allowAbsoluteUrls: true,
    responseType: 'text',
    // The form is already encoded, and JSON is parsed later, without rounding large numbers.
    transformRequest: [],
    transformResponse: [],
    // `readAnswer` decides on every status.
    validateStatus: everyStatus,
  };
}

/** Sends a request with an axios instance that can have the application's interceptors. */
export async function sendByAxios(
  http: KakaoHttp,
  options: ResolvedOptions,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { name, signal } = request;
  let response: Partial<Awaited<ReturnType<KakaoHttp['request']>>> | undefined;
  try {
    response = await http.request(axiosConfig(options, request));
  } catch (error) {
    // Errors from an interceptor are passed on: a bug must not look like an outage, and some throw our errors on purpose.
    if (isKakaoError(error) || (signal?.aborted !== true && !isNetworkFailure(error))) throw error;
    throw toConnectionError(name, error, signal);
  }
  // Interceptors can return anything.
  const { status, data, headers: answered } = response ?? {};
  if (typeof status !== 'number' || (typeof data !== 'string' && data !== undefined && data !== null)) {
    throw new KakaoUnexpectedError('http_instance', {
      kakaoStatus: typeof status === 'number' ? status : 0,
      endpoint: name,
    });
  }
  const header = (name: string): string | undefined => {
    const value = (answered as Record<string, unknown> | undefined)?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  return { status, body: data ?? '', retryAfter: header('retry-after'), encoding: header('content-encoding') };
}
