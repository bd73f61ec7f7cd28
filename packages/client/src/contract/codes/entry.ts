/** A sentence in Korean and in English. */
export interface Bilingual {
  ko: string;
  en: string;
}

/** An error code, why it occurs, and what to do. */
export interface CodeEntry {
  /** `error` that Kakao sends with the KOE code, if known. */
  error?: string;
  /** HTTP status of Kakao's response, if known. */
  kakaoStatus?: number;
  /** HTTP status for the response of your service. */
  status: number;
  /** Whether the same request may succeed later. */
  retryable: boolean;
  /** Why it happened. */
  reason: Bilingual;
  /** What to do about it. */
  remedy: Bilingual;
}

/** A {@link Bilingual}, as written in the tables. */
export type Text = readonly [ko: string, en: string];

type Wire = Pick<CodeEntry, 'error' | 'kakaoStatus'>;

/** A row in a table of codes. */
export function entry(
  { retryable = false, ...answer }: Wire & { status: number; retryable?: boolean },
  [reasonKo, reasonEn]: Text,
  [remedyKo, remedyEn]: Text,
): CodeEntry {
  return { ...answer, retryable, reason: { ko: reasonKo, en: reasonEn }, remedy: { ko: remedyKo, en: remedyEn } };
}

/** For errors that need a change in the app's settings or the options. */
export const setUp = (reason: Text, remedy: Text, wire: Wire = {}): CodeEntry =>
  entry({ ...wire, status: 502 }, reason, remedy);

/** For errors that need another login. */
export const again = (reason: Text, remedy: Text, wire: Wire = {}): CodeEntry =>
  entry({ ...wire, status: 401 }, reason, remedy);

/** The remedy for a code that is not in the tables. */
export const lookUp: Text = [
  'kakaoMessage에 담긴 카카오의 메시지를 확인하고, 카카오 문서의 에러 코드나 데브톡(devtalk.kakao.com)에서 이 코드를 찾아보세요.',
  'Read Kakao’s message in kakaoMessage, and look up the code in Kakao’s documentation or on devtalk.kakao.com.',
];
