import { kaeCodes, koeCodes } from '@kakao-login/client/contract';

import type { Context, Route } from '../context.js';
import { htmlAnswer } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { given } from '../http/call.js';
import { langHeaders, pageStart } from '../http/lang.js';
import { addressAnswerPage, isMessage, koePage, messagePage } from '../pages/index.js';

/** `GET /_emulator/message`: the text of a page that answered a form, for its language switch. */
export function messageText({ store, call }: Context): Answer {
  const page = pageStart(call);
  const kind = given(call.query, 'kind') ?? '';
  // Only the name of a known app, so that a link cannot put its own text on the page.
  const app = store.apps.find(({ name }) => name === call.query.get('app'))?.name;
  const show = (text: string): Answer => htmlAnswer(text, 200, langHeaders(call));
  if (isMessage(kind)) return show(messagePage({ ...page, kind, ...(app !== undefined && { appName: app }) }));
  if (Object.hasOwn(koeCodes, kind)) return show(koePage({ ...page, code: kind, appName: app ?? '' }));
  if (kind === 'address') return show(addressAnswerPage({ ...page, answer: { addressId: '' } }));
  const refusal = Object.hasOwn(kaeCodes, kind) ? kaeCodes[kind] : undefined;
  if (!refusal) return show(messagePage({ ...page, kind: 'not_found' }));
  return show(addressAnswerPage({ ...page, answer: { errorCode: kind, errorMessage: refusal.reason[page.lang] } }));
}

/** A page of Kakao that the emulator does not have. */
export const notImitated: Route = ({ call }) =>
  htmlAnswer(messagePage({ ...pageStart(call), kind: 'not_imitated' }), 200, langHeaders(call));
