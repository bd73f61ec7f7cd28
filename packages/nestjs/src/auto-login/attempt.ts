import type { IncomingHttpHeaders } from 'node:http';
import { wantsPage } from '../http/negotiate.js';

/** What is read of a request, on either platform. */
export interface PageRequest {
  method: string;
  headers: IncomingHttpHeaders;
  url: string;
  originalUrl?: string;
  protocol?: string;
  user?: unknown;
}
export interface PageResponse {
  appendHeader(name: string, value: string): unknown;
}

const robots = /bot\b|crawl|spider|slurp|preview|scrap|facebookexternalhit/i;

/** Whether a person has just opened a page: no script, frame, prefetch, link preview or search engine. */
export function isPageVisit({ method, headers }: PageRequest): boolean {
  const destination = headers['sec-fetch-dest'];
  return (
    method === 'GET' &&
    wantsPage(headers) &&
    (destination === undefined || destination === 'document') &&
    headers['sec-purpose'] === undefined &&
    headers['purpose'] === undefined &&
    headers['user-agent'] !== undefined &&
    !robots.test(headers['user-agent'])
  );
}

/** The page that was asked for, as a path that cannot lead to another site. */
export const pathOf = (request: PageRequest): string => localPath(request.originalUrl ?? request.url) ?? '/';

const localPath = (path: string): string | undefined =>
  path.length <= 1024 && /^\/(?![/\\])[!-[\]-~]*$/.test(path) ? path : undefined;

/** How long a browser that was tried is left alone, in seconds. */
const quietFor = 30 * 60;

/** What is known of a browser: nothing, that it keeps cookies, that it is on its way to Kakao, that it was tried. */
export type Attempt = 'unknown' | 'ready' | 'over' | { page: string };

/** The one cookie of silent logins. While the browser is on its way to Kakao it holds the page to come back to. */
export class AttemptCookie {
  private readonly name: string;

  /** @param app name of the Kakao app */
  constructor(app: string) {
    this.name = `kakao_auto_login_${Buffer.from(app).toString('base64url')}`;
  }

  read({ headers }: Pick<PageRequest, 'headers'>): Attempt {
    if (!headers.cookie) return 'unknown';
    const pair = headers.cookie.split(/; */).find((one) => one.startsWith(`${this.name}=`));
    const value = pair?.slice(this.name.length + 1);
    // Any cookie shows that the browser keeps them.
    if (value === undefined || value === 'ready') return 'ready';
    const page = localPath(Buffer.from(value, 'base64url').toString());
    return page === undefined ? 'over' : { page };
  }

  write(request: Pick<PageRequest, 'protocol'>, response: PageResponse, attempt: Exclude<Attempt, 'unknown'>): void {
    const secure = request.protocol === 'https' ? '; Secure' : '';
    const value = typeof attempt === 'string' ? attempt : Buffer.from(attempt.page).toString('base64url');
    response.appendHeader(
      'Set-Cookie',
      `${this.name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${quietFor}${secure}`,
    );
  }
}
