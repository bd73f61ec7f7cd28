import type { Context } from '../context.js';
import { NO_SUCH_KAUTH_PATH, NO_SUCH_PATH } from '../guesses.js';
import { json, redirect } from '../http/answer.js';
import type { Answer } from '../http/answer.js';
import { TooLarge, isApiPath } from '../http/call.js';
import { lazy } from '../lazy.js';
import { paths } from '../pages/models.js';
import { Refusal } from '../refusal.js';

const errorPages = lazy(() => import('./error-pages.js'));

/** Kakao uses 400. An error of the emulator must not look like one of the client. */
const FAILED = 500;
const KAUTH_PAGES = new Set<string>([paths.consent, paths.logout]);
const OTHER_PAGES = new Set<string>(Object.values(paths));

/** The documented response to an error, in the format of the host that was called. */
export async function refused(error: unknown, context: Context | undefined): Promise<Answer> {
  if (error instanceof TooLarge) return json(413, JSON.stringify({ msg: 'Payload Too Large', code: -2 }));
  if (error instanceof Refusal && context) return written(error.answer, context);
  // An error of the emulator itself: Kakao's code for a temporary internal error, and the reason on stderr.
  process.emitWarning(error instanceof Error ? (error.stack ?? error.message) : String(error), 'KakaoEmulator');
  return failed(context);
}

async function notFound(context: Context): Promise<Answer> {
  const { path } = context.call;
  if (path.startsWith('/oauth/')) {
    const { code, status } = NO_SUCH_KAUTH_PATH;
    return (await errorPages()).koe(context, { code, appName: '' }, status);
  }
  return isApiPath(path)
    ? json(NO_SUCH_PATH.status, JSON.stringify(NO_SUCH_PATH.body))
    : (await errorPages()).message(context, { kind: 'not_found' }, 404);
}

/** "Temporary server error": -1 at kapi, KOE003 at kauth, a page in a browser. */
async function failed(context: Context | undefined): Promise<Answer> {
  const path = context?.call.path ?? '';
  if (context && KAUTH_PAGES.has(path)) {
    return (await errorPages()).koe(context, { code: 'KOE003', appName: '' }, FAILED);
  }
  if (context && OTHER_PAGES.has(path)) return (await errorPages()).message(context, { kind: 'failed' }, FAILED);
  if (!path.startsWith('/oauth/')) return json(FAILED, JSON.stringify({ msg: 'the emulator failed', code: -1 }));
  const body = { error: 'server_error', error_description: 'the emulator failed', error_code: 'KOE003' };
  return json(FAILED, JSON.stringify(body));
}

// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler knows it
async function written(answer: Refusal['answer'], context: Context): Promise<Answer> {
  switch (answer.as) {
    case 'kauth':
      // RFC 6749 allows a challenge with a 401 of kauth; no report shows one.
      return json(answer.status, JSON.stringify(answer.body));
    case 'kapi': {
      const headers: Record<string, string> = answer.challenge
        ? { 'www-authenticate': `${answer.challenge} error=invalid_token` }
        : {};
      return json(answer.status, JSON.stringify(answer.body), headers);
    }
    case 'koe':
      return (await errorPages()).koe(context, answer.page);
    case 'message':
      return (await errorPages()).message(context, answer.page, answer.status);
    case 'redirect':
      return redirect(answer.to);
    case 'not-found':
      return notFound(context);
  }
}
