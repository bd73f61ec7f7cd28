import type { Bilingual, CodeEntry } from './code-entry.js';

/** A sentence in Korean and in English. */
export type Text = [ko: string, en: string];

const both = ([ko, en]: Text): Bilingual => ({ ko, en });

interface Answer {
  status: number;
  retryable?: boolean;
  error?: string;
  kakaoStatus?: number | undefined;
}

/** One row of a table of codes. */
export function entry({ status, retryable = false, error, kakaoStatus }: Answer, cause: Text, remedy: Text): CodeEntry {
  return {
    ...(error === undefined ? {} : { error }),
    ...(kakaoStatus === undefined ? {} : { kakaoStatus }),
    status,
    retryable,
    cause: both(cause),
    remedy: both(remedy),
  };
}

type Wire = Pick<Answer, 'error' | 'kakaoStatus'>;

/** Something in the app's settings or in our options has to change; asking again cannot help. */
export const setUp = (cause: Text, remedy: Text, wire: Wire = {}): CodeEntry =>
  entry({ ...wire, status: 502 }, cause, remedy);

/** The person has to log in again. */
export const again = (cause: Text, remedy: Text, wire: Wire = {}): CodeEntry =>
  entry({ ...wire, status: 401 }, cause, remedy);
