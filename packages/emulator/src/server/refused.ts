import type { Context } from '../context.js';
import { KOE_PAGE_STATUS, NO_SUCH_KAUTH_PATH, NO_SUCH_PATH } from '../guesses.js';
import { errorPageStart, langHeaders } from '../http/lang.js';
import type { KoeModel } from '../pages/koe.js';
import type { MessageModel } from '../pages/message.js';
import { paths } from '../pages/models.js';
import { Refusal } from '../refusal.js';
import { html, json, redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { TooLarge, given, isApiPath } from '../http/call.js';

async function message(
  { call }: Context,
  model: Pick<MessageModel, 'kind' | 'appName' | 'nextHref'>,
  status: number,
): Promise<Answer> {
  const { messagePage } = await import('../pages/message.js');
  return html(messagePage({ ...errorPageStart(call, model.kind, model.appName), ...model }), status, langHeaders(call));
}

/** The page, with the app that the request names. */
async function koe(
  { store, call }: Context,
  model: Pick<KoeModel, 'code' | 'appName' | 'unconfigured' | 'facts'>,
  status = KOE_PAGE_STATUS,
): Promise<Answer> {
  const { koePage } = await import('../pages/koe.js');
  const app = store.client(given(call.query, 'client_id') ?? '')?.app;
  const page = koePage({
    ...errorPageStart(call, model.code, model.appName),
    ...(app && { app: { appId: app.appId, isFirst: app === store.apps[0] } }),
    ...model,
  });
  return html(page, status, langHeaders(call));
}

/** Kakao says 400; a fault of the emulator should not look like one of the client. */
const FAILED = 500;
/** Where a browser stands. */
const PAGE_PATHS = new Set<string>([paths.consent, paths.logout]);
const OTHER_PAGES = new Set<string>(Object.values(paths));

/** Writes a refusal in the documented shape of the place that refuses. */
export async function refused(error: unknown, context: Context | undefined): Promise<Answer> {
  if (error instanceof TooLarge) return json(413, JSON.stringify({ msg: 'Payload Too Large', code: -2 }));
  if (error instanceof Refusal && context) return written(error.answer, context);
  // A fault of the emulator itself: Kakao's code for a temporary internal error, and the reason on stderr.
  process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error), 'KakaoEmulator');
  return failed(context);
}

function notFound(context: Context): Answer | Promise<Answer> {
  const { path } = context.call;
  if (path.startsWith('/oauth/')) {
    return koe(context, { code: NO_SUCH_KAUTH_PATH.code, appName: '' }, NO_SUCH_KAUTH_PATH.status);
  }
  return isApiPath(path)
    ? json(NO_SUCH_PATH.status, JSON.stringify(NO_SUCH_PATH.body))
    : message(context, { kind: 'not_found' }, 404);
}

/** "Temporary server error", in the words of the place: -1 of kapi, KOE003 of kauth, a page where a browser looks. */
function failed(context: Context | undefined): Answer | Promise<Answer> {
  const path = context?.call.path ?? '';
  if (context && PAGE_PATHS.has(path)) return koe(context, { code: 'KOE003', appName: '' }, FAILED);
  if (context && OTHER_PAGES.has(path)) return message(context, { kind: 'failed' }, FAILED);
  if (!path.startsWith('/oauth/')) return json(FAILED, JSON.stringify({ msg: 'the emulator failed', code: -1 }));
  const body = { error: 'server_error', error_description: 'the emulator failed', error_code: 'KOE003' };
  return json(FAILED, JSON.stringify(body));
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
function written(answer: Refusal['answer'], context: Context): Answer | Promise<Answer> {
  switch (answer.as) {
    case 'kauth':
      // A 401 of kauth may carry a challenge, says RFC 6749; this one is taken to carry none.
      return json(answer.status, JSON.stringify(answer.body));
    case 'kapi': {
      const headers: Record<string, string> = answer.challenge
        ? { 'www-authenticate': `${answer.challenge} error=invalid_token` }
        : {};
      return json(answer.status, JSON.stringify(answer.body), headers);
    }
    case 'koe':
      return koe(context, answer.page);
    case 'message':
      return message(context, answer.page, answer.status);
    case 'redirect':
      return redirect(answer.to);
    case 'not-found':
      return notFound(context);
  }
}
