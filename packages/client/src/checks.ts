export const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Printable ASCII without spaces, as Kakao's keys and tokens are. Other characters could inject headers. */
export const isVisibleAscii = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);

/** Whether a value is an object and not an array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
