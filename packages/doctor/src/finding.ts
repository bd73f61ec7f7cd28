import type { Bilingual } from '@kakao-login/client';

/**
 * `FAIL`: a login or a call does not work. `WARN`: it works only in some cases. `SKIP`: not checked, and the message
 * says why.
 */
export type Status = 'PASS' | 'WARN' | 'FAIL' | 'SKIP';

/** The result of one check. */
export interface Finding {
  /** Stable: a KOE code of Kakao (`KOE006`), or one of ours (`same_value`). */
  code: string;
  status: Status;
  /** Which Kakao app, if the settings have several: `kakao`, `wholesale`. */
  app?: string;
  /** The variables or options to look at. Never their values. */
  settings: readonly string[];
  message: Bilingual;
  /** Why this is a problem. */
  cause?: Bilingual;
  remedy?: Bilingual;
  /** Where to look in Kakao's console. */
  console?: Bilingual;
  /** What the finding assumes about the live service, because Kakao does not document it. */
  assumption?: Bilingual;
}

type Texts = Pick<Finding, 'message' | 'cause' | 'remedy' | 'assumption'> & { console?: Bilingual | undefined };
/** `console` is {@link notInConsole} if the fix is not in the console. */
export type TroubleTexts = Texts & Required<Pick<Finding, 'cause' | 'remedy'>> & { console: Bilingual | undefined };
/** The required texts of a finding with this status. */
export type TextsOf<S extends Status> = S extends 'FAIL' | 'WARN' ? TroubleTexts : Texts;

export const notInConsole = undefined;

export const both = (ko: string, en: string): Bilingual => ({ ko, en });

export function finding<S extends Status>(
  status: S,
  code: string,
  { app, settings = [] }: { app?: string | undefined; settings?: readonly string[] },
  texts: TextsOf<S>,
): Finding {
  const { console, ...others }: Texts = texts;
  return { code, status, ...(app !== undefined && { app }), settings, ...others, ...(console && { console }) };
}
