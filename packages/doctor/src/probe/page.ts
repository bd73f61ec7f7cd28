/** How much of a page is read. The KOE code is in this part. */
const mostBytes = 262_144;
const patience = 10_000;

/** The response to a browser that opens a page of Kakao. */
export interface Page {
  status: number;
  location: string | undefined;
  /** `KOE006`, if it is an error page. */
  code: string | undefined;
  text: string;
  /** How far the server's clock is ahead of ours, in milliseconds, plus or minus `within`. */
  clock: { ahead: number; within: number } | undefined;
}

/**
 * Opens a page without following redirects.
 *
 * @returns `undefined` if there is no response
 */
export async function open(url: string, now: () => number): Promise<Page | undefined> {
  const before = now();
  try {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', 'accept-language': 'ko', 'user-agent': 'kakao-doctor' },
      signal: AbortSignal.timeout(patience),
    });
    const after = now();
    const text = await start(answer);
    const date = Date.parse(answer.headers.get('date') ?? '');
    // The header has whole seconds, so the server's time is half a second later on average.
    const ahead = date + 500 - (before + after) / 2;
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? undefined,
      code: /\((KOE\d{3})\)/.exec(text)?.[1],
      text,
      clock: Number.isNaN(ahead) ? undefined : { ahead, within: 500 + (after - before) / 2 },
    };
  } catch {
    return undefined;
  }
}

async function start({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body === null) return '';
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length >= mostBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
