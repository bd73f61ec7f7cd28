import type { EndpointName } from '../contract/endpoints.js';
import { KakaoConnectionError, KakaoUnexpectedError } from '../errors/errors.js';
import { ExchangeFailure, failureCodes } from './exchange.js';

type Code = KakaoConnectionError['code'];

const codesByName: Readonly<Record<string, Code>> = {
  [failureCodes.timeout]: 'timeout',
  [failureCodes.aborted]: 'aborted',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_SOCKET: 'cut',
  ECONNREFUSED: 'connect_failed',
  ENOTFOUND: 'connect_failed',
  EAI_AGAIN: 'connect_failed',
  EHOSTUNREACH: 'connect_failed',
  ENETUNREACH: 'connect_failed',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  ECONNABORTED: 'timeout',
  ETIMEDOUT: 'timeout',
  ERR_CANCELED: 'aborted',
};

const tls = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/;

/** Whether a thrown value is a failure of the connection: one of ours, one of axios, or one with a known network error code. */
export function isNetworkFailure(thrown: unknown): boolean {
  const { code, isAxiosError } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    code?: unknown;
    isAxiosError?: unknown;
  };
  if (thrown instanceof ExchangeFailure || isAxiosError === true) return true;
  return typeof code === 'string' && (Object.hasOwn(codesByName, code) || tls.test(code));
}

/**
 * Converts a thrown value to an error of this library. It is not kept as the `cause`, because axios errors contain the Authorization
 * header and the form: printing one would print the token.
 */
export function toConnectionError(
  endpoint: EndpointName | undefined,
  thrown: unknown,
  signal: AbortSignal | undefined,
): KakaoConnectionError | KakaoUnexpectedError {
  const { code, message, response } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    code?: unknown;
    message?: unknown;
    response?: { status?: unknown };
  };
  const text = typeof message === 'string' ? message : '';
  if (code === failureCodes.tooLarge || text.startsWith('maxContentLength')) {
    const status = thrown instanceof ExchangeFailure ? thrown.status : response?.status;
    return new KakaoUnexpectedError('too_large', { kakaoStatus: typeof status === 'number' ? status : 0, endpoint });
  }
  if (code === failureCodes.encoding && thrown instanceof ExchangeFailure) {
    return new KakaoUnexpectedError('encoding', { kakaoStatus: thrown.status, endpoint });
  }
  if (signal?.aborted === true) return new KakaoConnectionError('aborted', { endpoint });

  const systemCode = typeof code === 'string' && /^[A-Z][A-Z\d_]{1,47}$/.test(code) ? code : undefined;
  const kind = systemCode === undefined ? 'network' : connectionCode(systemCode, text);
  // If the connection was closed before anything was sent, it was never usable.
  const unsent = kind === 'cut' && thrown instanceof ExchangeFailure && !thrown.sent;
  return new KakaoConnectionError(unsent ? 'connect_failed' : kind, {
    endpoint,
    systemCode: systemCode?.startsWith('KAKAO_') === true ? undefined : systemCode,
  });
}

function connectionCode(systemCode: string, text: string): Code {
  if (tls.test(systemCode)) return 'tls';
  // The code that axios uses when a response ends early.
  if (systemCode === 'ERR_BAD_RESPONSE' && text.includes('aborted')) return 'cut';
  // axios uses one code for its own timeout and for a cut connection.
  if (systemCode === 'ECONNABORTED' && !text.includes('timeout')) return 'cut';
  return Object.hasOwn(codesByName, systemCode) ? (codesByName[systemCode] ?? 'network') : 'network';
}
