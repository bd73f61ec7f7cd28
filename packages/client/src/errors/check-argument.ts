import { KakaoUsageError } from './errors.js';

/** An argument that cannot work, and what it has to be. */
export function wrongArgument(argument: string, ko: string, en: string): KakaoUsageError {
  return new KakaoUsageError('argument_malformed', {
    option: argument,
    reason: { ko: `${argument}은(는) ${ko}이어야 합니다.`, en: `${argument} has to be ${en}.` },
    remedy: { ko: '넘기는 값을 고치세요.', en: 'Correct the value that is passed.' },
  });
}

/** An argument that has to be an object: plain JavaScript callers may pass anything. */
export function objectArgument<T extends object>(argument: string, value: T): T {
  const given: unknown = value;
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return value;
  throw wrongArgument(argument, '객체', 'an object');
}
