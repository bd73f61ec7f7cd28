/** A sentence in Korean and in English. */
export interface Bilingual {
  ko: string;
  en: string;
}

/** One error code, with what a service should do about it. */
export interface CodeEntry {
  /** `error` that Kakao sends along with a KOE code, if known. */
  error?: string;
  /** HTTP status of Kakao's answer, if known. */
  kakaoStatus?: number;
  /** HTTP status with which a service should answer its own caller. */
  status: number;
  /** Whether the same request may succeed a little later. */
  retryable: boolean;
  /** Why it happened. */
  reason: Bilingual;
  /** What to do about it. */
  remedy: Bilingual;
}

/** The same, as the tables write it. */
export type Text = readonly [ko: string, en: string];

type Wire = Pick<CodeEntry, 'error' | 'kakaoStatus'>;

/** One row of a table of codes. */
export function entry(
  { retryable = false, ...answer }: Wire & { status: number; retryable?: boolean },
  [reasonKo, reasonEn]: Text,
  [remedyKo, remedyEn]: Text,
): CodeEntry {
  return { ...answer, retryable, reason: { ko: reasonKo, en: reasonEn }, remedy: { ko: remedyKo, en: remedyEn } };
}

/** The app's settings or the options have to change; trying again does not help. */
export const setUp = (reason: Text, remedy: Text, wire: Wire = {}): CodeEntry =>
  entry({ ...wire, status: 502 }, reason, remedy);

/** The user has to log in again. */
export const again = (reason: Text, remedy: Text, wire: Wire = {}): CodeEntry =>
  entry({ ...wire, status: 401 }, reason, remedy);

/** For a code that the tables do not have. */
export const lookUp: Text = [
  'kakaoMessage에 담긴 카카오의 메시지를 확인하고, 카카오 문서의 에러 코드나 데브톡(devtalk.kakao.com)에서 이 코드를 찾아보세요.',
  'Read Kakao’s message in kakaoMessage, and look up the code in Kakao’s documentation or on devtalk.kakao.com.',
];
