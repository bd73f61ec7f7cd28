import { kaeCodes, koeCodes } from '@kakao-login/client/contract';
import { endpoints } from '@kakao-login/client/contract/endpoints';
import type { EndpointName } from '@kakao-login/client/contract';
import * as v from 'valibot';

import { CONTROL_PREFIX } from '../http/call.js';
import { nearest, quoted } from '../nearest.js';
import { isEndpoint } from '../request-log.js';
import { check, maybe, object, oneOf, oneOfThese, record, schemas, text, that, whole } from '../seed/check.js';
import { SeedError } from '../seed/read.js';
import { consentItemNames } from '../seed/types.js';
import { fits, flaws, placeOf, placeOfCode, redirectErrors } from './fault.js';
import type { Fault, FaultKind } from './fault.js';

/** The longest wait of a timer in Node. */
const LONGEST_WAIT = 2 ** 31 - 1;

const isPlace = (on: string): boolean => on === '*' || /^\/[^?#]*$/.test(on) || isEndpoint(on);

function misplaced(on: unknown): string {
  const meant = typeof on === 'string' ? nearest(on, Object.keys(endpoints)) : undefined;
  const wanted = 'an endpoint such as user.me, a path such as /oauth/authorize without a query, or * is expected';
  return `${wanted}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

const knownCodes = [...Object.keys(koeCodes), ...Object.keys(kaeCodes), ...redirectErrors];

function unknownCode(code: unknown): string {
  if (typeof code !== 'string' && typeof code !== 'number') {
    return 'a KOE or KAE code, a negative number, or the error of a redirect is expected';
  }
  const meant = typeof code === 'string' ? nearest(code, knownCodes) : undefined;
  return `there is no documented code ${quoted(code)}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

export const faultSchema = schemas(() => {
  const always = {
    on: v.pipe(
      v.string(({ input }) => misplaced(input)),
      v.check(isPlace, ({ input }) => misplaced(input)),
    ),
    times: maybe(whole(1, Number.MAX_SAFE_INTEGER, 'a whole number from 1')),
    rate: maybe(
      v.pipe(
        v.number('a number from 0 to 1 is expected'),
        v.minValue(0, 'a number from 0 to 1 is expected'),
        v.maxValue(1, 'a number from 0 to 1 is expected'),
      ),
    ),
  };
  const status = whole(200, 599);
  const milliseconds = `a number from 0 to ${LONGEST_WAIT} is expected`;
  const header = that((value) => !/[^\t\x20-\x7e]/.test(value), 'an ASCII text is expected');
  const of = <K extends FaultKind['kind'], const E extends v.ObjectEntries>(kind: K, entries: E) =>
    object({ ...always, kind: v.literal(kind), ...entries });
  const kinds = [
    of('error', {
      code: v.custom<string | number>(
        (code) => (typeof code === 'string' || typeof code === 'number') && placeOfCode(code) !== undefined,
        ({ input }) => unknownCode(input),
      ),
      requiredScopes: maybe(v.array(oneOf(consentItemNames))),
    }),
    of('answer', {
      status,
      body: maybe(text),
      headers: maybe(
        v.pipe(
          record(header),
          v.check(
            (headers) => Object.keys(headers).every((name) => /^[\w-]+$/.test(name)),
            'names of letters, digits and hyphens are expected',
          ),
        ),
      ),
    }),
    of('html', { status: maybe(status) }),
    of('latency', {
      milliseconds: v.pipe(v.number(milliseconds), v.minValue(0, milliseconds), v.maxValue(LONGEST_WAIT, milliseconds)),
    }),
    of('hang', {}),
    of('reset', {}),
    of('cut', {}),
    of('trickle', {}),
    of('id-token', { flaw: oneOf(flaws['id-token']) }),
    of('jwks', { flaw: oneOf(flaws.jwks) }),
  ] as const;
  const names = kinds.map(({ entries }) => entries.kind.literal);
  return v.variant('kind', kinds, ({ path, input }) =>
    path === undefined ? 'an object is expected' : oneOfThese(input, names),
  );
});

function mistakeOfPlace(fault: Fault): string | undefined {
  const { on } = fault;
  if (on === '*') return undefined;
  const path = isEndpoint(on) ? endpoints[on as EndpointName].path : on;
  if (`${path}/`.startsWith(`${CONTROL_PREFIX}/`)) return 'the control API has no faults';
  if (fits(fault, path)) return undefined;
  const what = fault.kind === 'error' ? `the code ${fault.code}` : fault.kind;
  return `${what} belongs to ${placeOf(fault).name}, and ${on} never answers it`;
}

/** Accepts a path with a trailing slash, and a negative code as a string. */
function normalized(order: Fault): Fault {
  if (typeof order !== 'object' || order === null || Array.isArray(order)) return order;
  const fault = { ...order };
  if (typeof fault.on === 'string' && /.\/$/.test(fault.on)) fault.on = fault.on.slice(0, -1);
  if (fault.kind === 'error' && typeof fault.code === 'string' && /^-\d+$/.test(fault.code)) {
    fault.code = Number(fault.code);
  }
  return fault;
}

/** @throws {TypeError} when the fault is invalid; the message says why. */
export function readFault(order: Fault): Fault {
  const fault = normalized(order);
  try {
    check(faultSchema(), fault);
  } catch (error) {
    throw error instanceof SeedError ? new TypeError(`faults: ${error.message}`) : error;
  }
  const mistake = mistakeOfPlace(fault);
  if (mistake !== undefined) throw new TypeError(`faults: on: ${mistake}`);
  return fault;
}
