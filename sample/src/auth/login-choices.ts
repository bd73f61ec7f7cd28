import type { ExecutionContext } from '@nestjs/common';
import type { KakaoAuthenticateOptions } from '@kakao-login/nestjs';
import type { Request } from 'express';
import { returnPath } from '../visit/return-to.js';

/** Kept sealed while the person is at Kakao; comes back as `login.state`. */
export interface LoginState {
  returnTo?: string;
  /** Begun on the page, by the JavaScript SDK. */
  simple?: boolean;
}

/** What a page asks for: the query of a link or a form, or the body of a script. The address bar is not ours. */
type Asked = Record<string, unknown>;
type Choice = (asked: Asked) => KakaoAuthenticateOptions;

const prompts = ['login', 'none', 'create', 'select_account'];

/** Makes the options of a route from its query. */
export const fromQuery = (choose: Choice) => (context: ExecutionContext) =>
  choose(context.switchToHttp().getRequest<Request>().query);

/** Every login of the shop remembers where to come back to. */
export const whereFrom: Choice = (asked) => {
  const returnTo = returnPath(asked['returnTo']);
  return returnTo === undefined ? {} : { state: { returnTo } satisfies LoginState };
};

/** What the forms of the login page ask for. Only known prompts pass. */
export const chosenOnLoginPage: Choice = (asked) => {
  const prompt = list(asked['prompt']).filter((value) => prompts.includes(value));
  const hint = text(asked['hint']);
  return { ...(prompt.length > 0 && { prompt }), ...(hint !== undefined && { loginHint: hint }) };
};

/** More consent from a member. `openid` has Kakao send an ID token along again. */
export const chosenItems: Choice = (asked) => {
  const scope = list(asked['scope']);
  return scope.length === 0 ? {} : { scope: ['openid', ...scope] };
};

export const chosenTerms: Choice = (asked) => {
  const serviceTerms = list(asked['tag']);
  return serviceTerms.length === 0 ? {} : { serviceTerms };
};

/** The same choices for a login that the page begins by itself. */
export const chosenForSimpleLogin: Choice = (asked) => ({
  ...chosenOnLoginPage(asked),
  ...chosenItems(asked),
  ...chosenTerms(asked),
  state: { ...(whereFrom(asked).state as LoginState | undefined), simple: true } satisfies LoginState,
});

/** Values of a parameter that may come once or often. Ids and tags only, so that nothing else travels on. */
export function list(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string' && /^[\w.-]{1,80}$/.test(one));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 100 ? value.trim() : undefined;
}
