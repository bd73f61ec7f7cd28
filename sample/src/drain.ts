import type { Server } from 'node:http';

/** How long requests in progress may take to finish. Enough for a login that waits for Kakao. */
const patienceMs = 10_000;

/** Accepts no more connections, and waits for requests in progress. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // Browsers keep connections open after a response. Closing must not wait for the next request.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const late = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
