import type { Call } from '../call.js';
import type { Caller, CallOptions } from '../callers.js';
import { endpoints } from '../contract/endpoints.js';
import type { EndpointName, EndpointSpec } from '../contract/endpoints.js';
import type { JwkSet } from '../contract/oidc.js';
import { callChannel, traced } from '../diagnostics.js';
import type { KakaoCallMessage } from '../diagnostics.js';
import { checkObject, usage, usageTexts } from '../errors/usage.js';
import type { KakaoHosts, ResolvedOptions } from '../options.js';
import { userAgent } from '../version.js';
import { endpointUrl } from './endpoint-url.js';
import { readAnswer } from './read-answer.js';
import { authorization, encodeParameters } from './encode.js';
import type { HttpRequest } from './http.js';
import type { Lifetime } from './lifetime.js';
import { noteRetryAfter, settle, withRetries } from './retry.js';
import { signalOf } from './signal.js';
import { createTransport } from './transport.js';
import type { Transport } from './transport.js';

export interface CallAndTransport {
  call: Call;
  /** Fetches a key set from a URL that Kakao names. */
  keysAt: (url: string) => Promise<JwkSet>;
  /** Sends `GET /` to a host, without a token. */
  reach: (host: keyof KakaoHosts, callOptions?: CallOptions) => Promise<void>;
  transport: Transport;
}

/** Creates the function that makes every request: it looks up the endpoint, encodes, sends, and reads the answer. */
export function createCall(options: ResolvedOptions, pause: Lifetime['pause']): CallAndTransport {
  const transport = createTransport(options);
  const { send } = transport;

  async function call(
    name: EndpointName,
    request: object,
    caller: Caller,
    callOptions: CallOptions = {},
    at?: string,
  ): Promise<unknown> {
    if (!Object.hasOwn(endpoints, name)) throw usage('argument_malformed', 'name', usageTexts().endpointName);
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- plain JavaScript callers may pass nothing
    const given = checkObject('request', request ?? {});
    const signal = signalOf(callOptions);
    const spec: EndpointSpec = endpoints[name];
    const authorized = authorization(name, spec, caller, options.adminKey);
    const parameters = encodeParameters(name, spec, given, caller);
    const get = spec.method === 'GET';
    const url = at ?? endpointUrl(options, name);
    const httpRequest: HttpRequest = {
      name,
      method: spec.method,
      url: get && parameters !== '' ? `${url}${url.includes('?') ? '&' : '?'}${parameters}` : url,
      headers: {
        ...commonHeaders,
        ...(get ? {} : { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8' }),
        ...(authorized === undefined ? {} : { Authorization: authorized }),
      },
      body: get ? undefined : parameters,
      signal,
    };
    const { retries, timeouts } = options;
    async function attempt(message?: KakaoCallMessage): Promise<unknown> {
      if (!spec.retry) await settle();
      const answer = await send(httpRequest);
      if (message !== undefined) message.status = answer.status;
      try {
        return readAnswer(name, spec, answer, caller?.admin === true, () => listSecrets(spec, given, caller, options));
      } catch (error) {
        noteRetryAfter(error, answer.retryAfter);
        throw error;
      }
    }
    let attempts = 0;
    return withRetries({ spec, retries, budget: timeouts.response, signal, pause }, () => {
      attempts += 1;
      if (!callChannel.hasSubscribers) return attempt();
      const message = callMessage(name, url, caller, attempts);
      return traced(callChannel, message, () => attempt(message));
    });
  }
  async function reach(host: keyof KakaoHosts, callOptions?: CallOptions): Promise<void> {
    const signal = signalOf(callOptions);
    const url = `${options.hosts[host]}/`;
    // Any answer is sufficient, even 404.
    await send({ name: undefined, method: 'GET', url, headers: { ...commonHeaders }, body: undefined, signal });
  }
  return {
    call: call as Call,
    reach,
    keysAt: (url) => call('oidc.jwks', {}, undefined, {}, url) as Promise<JwkSet>,
    transport,
  };
}

const commonHeaders = { Accept: 'application/json', 'Accept-Encoding': 'identity', 'User-Agent': userAgent };

function callMessage(endpoint: EndpointName, url: string, caller: Caller, attempt: number): KakaoCallMessage {
  const { method, host, path } = endpoints[endpoint];
  const { origin, pathname } = new URL(url);
  return {
    endpoint,
    method,
    host,
    // The path of your own URL may contain anything, so it is left out.
    url: origin + (pathname === path ? pathname : ''),
    caller: caller === undefined ? 'none' : caller.admin === true ? 'admin' : 'user',
    attempt,
  };
}

/** Parameters of the token request that an error may repeat. All others are secrets, including those from `further`. */
const publicParameters = new Set(['grant_type', 'redirect_uri']);

/** Values that no error may repeat: credentials, and the personal data in `properties`. */
function listSecrets(
  { open }: EndpointSpec,
  request: object,
  caller: Caller,
  { adminKey, clientId, clientSecret }: ResolvedOptions,
): string[] {
  const { id_token, properties, ...others } = request as Readonly<Record<string, unknown>>;
  const given = open === true ? Object.keys(others).filter((name) => !publicParameters.has(name)) : [];
  return [
    ...given.map((name) => others[name]),
    id_token,
    ...Object.values(properties ?? {}),
    caller?.accessToken,
    caller?.targetId === undefined ? undefined : String(caller.targetId),
    adminKey,
    clientSecret,
    clientId,
  ].filter((secret) => typeof secret === 'string');
}
