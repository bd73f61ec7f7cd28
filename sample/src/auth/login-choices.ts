import type { ExecutionContext } from '@nestjs/common';
import type { KakaoAuthenticateOptions } from '@kakao-login/nestjs';
import type { Request } from 'express';
import { returnPath } from '../visit/return-to.js';

/** Kept sealed while the person is at Kakao; comes back as `login.state`. */
export interface LoginState {
  returnTo?: string;
}

const prompts = ['login', 'none', 'create', 'select_account'];
const queryOf = (context: ExecutionContext): Request['query'] => context.switchToHttp().getRequest<Request>().query;

/** Every login of the shop remembers where to come back to. */
export function rememberWhere(context: ExecutionContext): KakaoAuthenticateOptions {
  const returnTo = returnPath(queryOf(context)['returnTo']);
  return returnTo === undefined ? {} : { state: { returnTo } satisfies LoginState };
}

/** What the forms of the login page ask for. Only known prompts pass: the address bar is not ours. */
export function chosenOnLoginPage(context: ExecutionContext): KakaoAuthenticateOptions {
  const query = queryOf(context);
  const prompt = list(query['prompt']).filter((value) => prompts.includes(value));
  const hint = text(query['hint']);
  return { ...(prompt.length > 0 && { prompt }), ...(hint !== undefined && { loginHint: hint }) };
}

/** More consent from a member. `openid` has Kakao send an ID token along again. */
export function chosenItems(context: ExecutionContext): KakaoAuthenticateOptions {
  const scope = list(queryOf(context)['scope']);
  return scope.length === 0 ? {} : { scope: ['openid', ...scope] };
}

export function chosenTerms(context: ExecutionContext): KakaoAuthenticateOptions {
  const serviceTerms = list(queryOf(context)['tag']);
  return serviceTerms.length === 0 ? {} : { serviceTerms };
}

/** Values of a query parameter that may come once or often. Ids and tags only, so that nothing else travels on. */
export function list(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === 'string' && /^[\w.-]{1,80}$/.test(one));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 100 ? value.trim() : undefined;
}
