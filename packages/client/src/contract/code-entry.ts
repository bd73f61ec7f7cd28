/** A sentence in both languages. */
export interface Bilingual {
  ko: string;
  en: string;
}

/** One known error code of Kakao, with what a service should do about it. */
export interface CodeEntry {
  /** `error` that comes with a KOE code, where known. */
  error?: string;
  /** HTTP status with which Kakao sends it, where known. */
  kakaoStatus?: number;
  /** HTTP status with which a service should answer its own caller. */
  status: number;
  /** Whether the very same request may succeed a little later. */
  retryable: boolean;
  cause: Bilingual;
  remedy: Bilingual;
}
