import { langOf, pageOf } from '../accounts/page.js';
import { KAUTH_CHALLENGE, KOE_PAGE_STATUS, NO_SUCH_KAUTH_PATH, NO_SUCH_PATH } from '../guesses.js';
import type { Context } from '../kapi/handlers.js';
import type { KoeModel } from '../pages/koe.js';
import type { MessageModel } from '../pages/message.js';
import { paths } from '../pages/models.js';
import type { Lang } from '../pages/models.js';
import { Refusal } from '../refusal.js';
import { html, json, redirect } from './answer.js';
import type { Answer } from './answer.js';
import { TooLarge, isApiPath } from './call.js';

async function message(model: MessageModel, status: number): Promise<Answer> {
  const { messagePage } = await import('../pages/message.js');
  return html(messagePage(model), status);
}

async function koe(model: KoeModel, status = KOE_PAGE_STATUS): Promise<Answer> {
  const { koePage } = await import('../pages/koe.js');
  return html(koePage(model), status);
}

/** Kakao says 400; a fault of the emulator should not look like one of the client. */
const FAILED = 500;
/** Where a browser stands. */
const PAGE_PATHS = new Set<string>([paths.consent, paths.logout]);
const OTHER_PAGES = new Set<string>(Object.values(paths));

/** Writes a refusal in the documented shape of the place that refuses. */
export async function refused(error: unknown, context: Context | undefined): Promise<Answer> {
  const lang = context ? langOf(context.call) : 'ko';
  if (error === 'not-found') {
    if (context?.call.path.startsWith('/oauth/')) {
      const { code, status } = NO_SUCH_KAUTH_PATH;
      return koe({ ...pageOf(context.call), code, appName: '' }, status);
    }
    return context && isApiPath(context.call.path)
      ? json(NO_SUCH_PATH.status, JSON.stringify(NO_SUCH_PATH.body))
      : message({ lang, kind: 'not_found' }, 404);
  }
  if (error instanceof TooLarge) return json(413, JSON.stringify({ msg: 'Payload Too Large', code: -2 }));
  if (!(error instanceof Refusal)) {
    // A fault of the emulator itself: Kakao's code for "internal, temporary", and the reason for whoever reads stderr.
    process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error), 'KakaoEmulator');
    return failed(context);
  }
  return written(error.answer, lang, context);
}

/** "Temporary server fault", in the words of the place: -1 of kapi, KOE003 of kauth, on a page where people look. */
function failed(context: Context | undefined): Answer | Promise<Answer> {
  const path = context?.call.path ?? '';
  if (context && PAGE_PATHS.has(path)) return koe({ ...pageOf(context.call), code: 'KOE003', appName: '' }, FAILED);
  if (context && OTHER_PAGES.has(path)) return message({ lang: langOf(context.call), kind: 'failed' }, FAILED);
  if (!path.startsWith('/oauth/')) return json(FAILED, JSON.stringify({ msg: 'the emulator failed', code: -1 }));
  const body = { error: 'server_error', error_description: 'the emulator failed', error_code: 'KOE003' };
  return json(FAILED, JSON.stringify(body));
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
function written(answer: Refusal['answer'], lang: Lang, context: Context | undefined): Answer | Promise<Answer> {
  switch (answer.as) {
    case 'kauth': {
      const challenge = answer.status === 401 ? KAUTH_CHALLENGE : undefined;
      return json(answer.status, JSON.stringify(answer.body), challenge ? { 'www-authenticate': challenge } : {});
    }
    case 'kapi': {
      const headers: Record<string, string> = answer.challenge
        ? { 'www-authenticate': `${answer.challenge} error=invalid_token` }
        : {};
      return json(answer.status, JSON.stringify(answer.body), headers);
    }
    case 'koe':
      return koe({ ...(context ? pageOf(context.call) : { lang }), ...answer.page });
    case 'message':
      return message({ lang, ...answer.page }, answer.status);
    case 'redirect':
      return redirect(answer.to);
  }
}
