import type { Server } from 'node:http';

/** How long the requests under way have to finish: enough for a login that waits for Kakao. */
const patienceMs = 10_000;

/** Takes no more visitors, and waits for the answers that visitors are waiting for. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A browser keeps its connection open after the answer; closing must not wait for the next request.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
