import type { Context } from '../context.js';
import { KOE_PAGE_STATUS } from '../guesses.js';
import { htmlAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { errorPageStart, langHeaders } from '../http/lang.js';
import { koePage } from '../pages/koe.js';
import type { KoeModel } from '../pages/koe.js';
import { messagePage } from '../pages/message.js';
import type { MessageModel } from '../pages/message.js';

export function message(
  { call }: Context,
  model: Pick<MessageModel, 'kind' | 'appName' | 'nextHref'>,
  status: number,
): Answer {
  return htmlAnswer(
    messagePage({ ...errorPageStart(call, model.kind, model.appName), ...model }),
    status,
    langHeaders(call),
  );
}

/** The page, with the app that the request names. */
export function koe(
  { store, call }: Context,
  model: Pick<KoeModel, 'code' | 'appName' | 'unconfigured' | 'facts'>,
  status = KOE_PAGE_STATUS,
): Answer {
  const app = store.client(given(call.query, 'client_id') ?? '')?.app;
  const page = koePage({
    ...errorPageStart(call, model.code, model.appName),
    ...(app && { app: { appId: app.appId, isFirst: app === store.apps[0] } }),
    ...model,
  });
  return htmlAnswer(page, status, langHeaders(call));
}
