import type { Caller } from '../callers.js';
import { isFilled, isVisibleAscii } from '../checks.js';
import type { EndpointName, EndpointSpec, ParameterEncoding, ParameterRule } from '../contract/endpoints.js';
import { usage, usageTexts } from '../errors/usage.js';
import { toKakaoId } from '../ids.js';

/** Encodes parameters as `name=value&…`. Spaces become `%20`, which is valid in a query and in a form. */
export function encodeParameters(name: EndpointName, spec: EndpointSpec, request: object, caller: Caller): string {
  const values = request as Readonly<Record<string, unknown>>;
  const pairs: string[] = [];
  for (const [parameter, encoding] of Object.entries(spec.parameters)) {
    const value = values[parameter];
    const rule = spec.rules?.[parameter];
    if (rule !== undefined && !obeys(rule, encoding, value, values))
      throw usage('argument_malformed', parameter, usageTexts().parameter, name);
    if (value !== undefined)
      pairs.push(`${parameter}=${component(name, parameter, encode(name, parameter, encoding, value))}`);
  }
  for (const parameter of spec.open === true ? Object.keys(values) : []) {
    const value = values[parameter];
    if (value === undefined || Object.hasOwn(spec.parameters, parameter)) continue;
    const text = component(name, parameter, encode(name, parameter, 'text', value));
    pairs.push(`${component(name, parameter, parameter)}=${text}`);
  }
  if (caller?.targetId !== undefined) {
    pairs.push('target_id_type=user_id', `target_id=${toKakaoId(caller.targetId, 'targetId')}`);
  }
  return pairs.join('&');
}

function obeys(
  rule: ParameterRule,
  encoding: ParameterEncoding,
  value: unknown,
  all: Readonly<Record<string, unknown>>,
) {
  if (value === undefined) return rule.required !== true;
  if (rule.holds === 'texts' && !(Array.isArray(value) && value.every(isFilled))) return false;
  if (rule.holds === 'record' && !isRecord(value)) return false;
  if (rule.range === undefined) return true;
  const [least, usualMost] = rule.range;
  const [beside, fewer] = rule.mostWith ?? [];
  const most = beside !== undefined && all[beside] !== undefined ? (fewer ?? usualMost) : usualMost;
  const size = encoding === 'text' ? Number(value) : Array.isArray(value) ? value.length : NaN;
  return Number.isInteger(size) && size >= least && size <= most;
}

/** Whether a value is a plain object of strings. JSON would lose the values of a `Map`. */
function isRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false;
  return Object.values(value).every((one) => typeof one === 'string');
}

function encode(name: EndpointName, parameter: string, encoding: ParameterEncoding, value: unknown): string {
  switch (encoding) {
    case 'text':
      if (isFilled(value) || typeof value === 'boolean') return String(value);
      if (typeof value === 'number' && Number.isFinite(value)) return String(value);
      break;
    case 'json':
      if (typeof value === 'object' && value !== null) return JSON.stringify(value);
      break;
    case 'ids':
      if (Array.isArray(value)) return `[${value.map((id) => toKakaoId(id as string, parameter)).join(',')}]`;
      break;
    case 'comma':
      if (typeof value === 'string') return value;
      if (Array.isArray(value) && value.every((one) => isFilled(one) && !one.includes(','))) {
        return value.join(',');
      }
  }
  throw usage('argument_malformed', parameter, usageTexts().parameter, name);
}

function component(name: EndpointName, parameter: string, value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    // The value contains half of a surrogate pair.
    throw usage('argument_malformed', parameter, usageTexts().parameter, name);
  }
}

/**
 * Returns the `Authorization` header of a call.
 *
 * @throws {KakaoUsageError} when this caller cannot make this call
 */
export function authorization(
  name: EndpointName,
  spec: EndpointSpec,
  caller: Caller,
  adminKey: string | undefined,
): string | undefined {
  if (spec.callers.includes('none')) return undefined;
  if (caller?.admin === true) {
    if (!spec.callers.includes(caller.targetId === undefined ? 'admin-app' : 'admin'))
      throw usage('caller_refused', 'caller', usageTexts().caller, name);
    if (adminKey === undefined) throw usage('admin_key_missing', 'adminKey', usageTexts().adminKey, name);
    return `KakaoAK ${adminKey}`;
  }
  if (!spec.callers.includes('user')) throw usage('caller_refused', 'caller', usageTexts().caller, name);
  const token: unknown = caller?.accessToken;
  if (!isVisibleAscii(token) || token.length > 4096)
    throw usage('access_token_malformed', 'accessToken', usageTexts().accessToken, name);
  return `Bearer ${token}`;
}
