// The argument checks of the SDK. They throw synchronously and never reject a promise.

export function KakaoError(message) {
  const error = Error.prototype.constructor.call(this, message);
  Object.setPrototypeOf(error, KakaoError.prototype);
  Error.captureStackTrace?.(error, KakaoError);
  return error;
}
KakaoError.prototype = Object.create(Error.prototype, {
  constructor: { value: KakaoError, writable: true, configurable: true },
  name: { value: 'KakaoError', writable: true, configurable: true },
});

export const is = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  function: (value) => typeof value === 'function',
  array: (value) => Array.isArray(value),
  object: (value) => (typeof value === 'object' && value !== null) || typeof value === 'function',
  oneOf: (values) => (value) => values.includes(value),
};

/**
 * Adds the defaults to the caller's object itself. Throws if a key is missing, unknown or of the wrong type. `where` is
 * the name in the message: "Auth.authorize".
 */
export function checkArguments(settings, { required = {}, optional = {}, defaults = {} }, where) {
  if (!is.object(settings)) throw new Error('params should be an Object');
  for (const [key, value] of Object.entries(defaults)) {
    if (settings[key] === undefined) settings[key] = value;
  }
  const keys = Object.keys(settings);
  const missing = Object.keys(required).filter((key) => !keys.includes(key));
  if (missing.length > 0) throw new KakaoError(`Missing required keys: ${missing.join(',')} at ${where}`);
  const rules = { ...required, ...optional };
  const unknown = keys.filter((key) => !Object.hasOwn(rules, key));
  if (unknown.length > 0) throw new KakaoError(`Invalid parameter keys: ${unknown.join(',')} at ${where}`);
  for (const key of keys) {
    if (!rules[key](settings[key])) throw new KakaoError(`Illegal argument for "${key}" in ${where}`);
  }
  return settings;
}
