import type { ExecutionContext } from '@nestjs/common';
import type { KakaoAuthenticateOptions } from '@kakao-login/nestjs';
import type { Request } from 'express';
import { returnPath } from '../visit/return-to.js';

/** Kept in an encrypted cookie while the user is at Kakao, and returned as `login.state`. */
export interface LoginState {
  returnTo?: string;
  /** Whether the JavaScript SDK started the login. */
  simple?: boolean;
}

/** The query of a link or a form, or the body of a script's request. Anyone can send one, so every value is checked. */
type Input = Record<string, unknown>;
type Choice = (input: Input) => KakaoAuthenticateOptions;

const prompts = ['login', 'none', 'create', 'select_account'];

/** Makes the options of a route from its query. */
export const fromQuery = (choose: Choice) => (context: ExecutionContext) =>
  choose(context.switchToHttp().getRequest<Request>().query);

/** Every login returns to the page where it started. */
export const returnToPage: Choice = (input) => {
  const returnTo = returnPath(input['returnTo']);
  return returnTo === undefined ? {} : { state: { returnTo } satisfies LoginState };
};

/** What the forms of the login page ask for. Unknown prompts are dropped. */
export const chosenOnLoginPage: Choice = (input) => {
  const prompt = list(input['prompt']).filter((value) => prompts.includes(value));
  const hint = text(input['hint']);
  return { ...(prompt.length > 0 && { prompt }), ...(hint !== undefined && { loginHint: hint }) };
};

/** Asks a member for more consent. With `openid`, Kakao sends an ID token again. */
export const chosenItems: Choice = (input) => {
  const scope = list(input['scope']);
  return scope.length === 0 ? {} : { scope: ['openid', ...scope] };
};

export const chosenTerms: Choice = (input) => {
  const serviceTerms = list(input['tag']);
  return serviceTerms.length === 0 ? {} : { serviceTerms };
};

/** The same choices for a login that the JavaScript SDK starts. */
export const chosenForSimpleLogin: Choice = (input) => ({
  ...chosenOnLoginPage(input),
  ...chosenItems(input),
  ...chosenTerms(input),
  state: { ...(returnToPage(input).state as LoginState | undefined), simple: true } satisfies LoginState,
});

/** Values of a parameter that can be repeated. Only IDs and tags, so that nothing else is passed on. */
export function list(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string' && /^[\w.-]{1,80}$/.test(one));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 100 ? value.trim() : undefined;
}
