import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName, ParameterEncoding } from '@kakao-login/client/contract';

import type { Call } from '../http/call.js';
import { badParameter } from './kapi-refusals.js';

type ParametersOf<N extends EndpointName> = (typeof endpoints)[N]['parameters'];
type Decoded<E> = E extends 'json' ? unknown : E extends 'comma' ? string[] : string;

/** The parameters of a call, decoded but not checked. */
export type Incoming<N extends EndpointName> = {
  readonly [P in keyof ParametersOf<N>]?: Decoded<ParametersOf<N>[P]>;
};

function decode(name: string, encoding: ParameterEncoding, values: string[]): unknown {
  // One SDK repeats `tags`, another joins them. For all other parameters, the first value counts.
  if (encoding === 'comma') {
    const tags = values.flatMap((value) => value.split(',')).map((tag) => tag.trim());
    return tags.filter(Boolean);
  }
  const [value = ''] = values;
  if (encoding === 'text') return value;
  try {
    // An SDK sends the JSON text `null` for a missing value.
    return (JSON.parse(value) as unknown) ?? undefined;
  } catch {
    throw badParameter(name);
  }
}

/** Reads the parameters of an endpoint from the query of a GET, or from the form (and query) of a POST. */
export function incomingOf<N extends EndpointName>(name: N, call: Call): Incoming<N> {
  const incoming: Record<string, unknown> = {};
  const parameters: Readonly<Record<string, ParameterEncoding>> = endpoints[name].parameters;
  for (const [parameter, encoding] of Object.entries(parameters)) {
    const inForm = call.form.getAll(parameter);
    const values = inForm.length > 0 ? inForm : call.query.getAll(parameter);
    if (values.length > 0 && values[0] !== '') incoming[parameter] = decode(parameter, encoding, values);
  }
  return incoming as Incoming<N>;
}

/** Returns a JSON array of strings. Refuses anything else. */
export function texts(name: string, value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw badParameter(name);
  return value;
}

/** Returns a whole number. Refuses anything else. */
export function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d{1,15}(?:\.\d+)?$/.test(value)) throw badParameter(name);
  return Math.floor(Number(value));
}

/** Returns a JSON object whose values are strings. Refuses anything else. */
export function textRecord(name: string, value: unknown): Record<string, string> | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badParameter(name);
  const entries = Object.entries(value).map(([key, member]: [string, unknown]): [string, string] => {
    if (typeof member !== 'string' && typeof member !== 'number' && typeof member !== 'boolean') {
      throw badParameter(name);
    }
    return [key, String(member)];
  });
  return Object.fromEntries(entries);
}
