import type {
  Bilingual,
  KakaoCallMessage,
  KakaoLoginMessage,
  KakaoLoginStep,
  KakaoTraceError,
} from '@kakao-login/client';

/** An error, why it occurred and what to do. */
export interface KakaoXrayError extends KakaoTraceError {
  reason: Bilingual;
  remedy: Bilingual;
}

/** A request to Kakao. */
export interface KakaoXrayCall extends Pick<KakaoCallMessage, 'endpoint' | 'method' | 'url' | 'attempt' | 'status'> {
  /** When it began, in milliseconds after its {@link KakaoXrayLeg}. */
  after: number;
  /** How long it took, in milliseconds. */
  took: number;
  error?: KakaoXrayError;
}

/** A step of a callback. */
export interface KakaoXrayStep {
  step: KakaoLoginStep['step'];
  /** When it began, in milliseconds after its {@link KakaoXrayLeg}. */
  after: number;
  /** How long it took, in milliseconds. */
  took: number;
  /** Whether the login failed in it. */
  failed: boolean;
  calls: KakaoXrayCall[];
}

/** A request of the user at a login route: the way to Kakao, or the way back. */
export interface KakaoXrayLeg {
  leg: KakaoLoginMessage['leg'];
  /** ISO 8601. */
  at: string;
  /** How long it took, in milliseconds. */
  took: number;
  outcome: NonNullable<KakaoLoginMessage['outcome']>;
  /** OAuth parameters. `•••` stands for each value that could be secret. */
  parameters: Readonly<Record<string, string>>;
  /** Of a callback. */
  steps: KakaoXrayStep[];
  error?: KakaoXrayError;
  /** Whether a callback sent the user to Kakao once more. */
  again?: true;
}

/** A login from the first redirect on, with the callbacks that sent the user to Kakao again. */
export interface KakaoXrayAttempt {
  /** Made from the `state`, which it does not reveal. */
  id: string;
  /** Of the last leg; `waiting` while the user is at Kakao, or does not come back. */
  outcome: 'waiting' | KakaoXrayLeg['outcome'];
  legs: KakaoXrayLeg[];
}
