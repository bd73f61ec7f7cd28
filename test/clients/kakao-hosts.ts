/** Kakao's hosts are constants in these clients, so their requests are redirected to the emulator. */
const kakao = /^https:\/\/(kauth|kapi)\.kakao\.com/;

export const toEmulator = (url: string | URL, emulator: string): string => String(url).replace(kakao, emulator);

/** For clients that use the global `fetch`. Returns a function that restores it. */
export function redirectFetch(emulator: string): () => void {
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    const url = toEmulator(request.url, emulator);
    return original(url === request.url ? request : new Request(url, request));
  };
  return () => {
    globalThis.fetch = original;
  };
}

/** The parts of node-oauth that strategies based on passport-oauth2 use to send requests. */
interface NodeOAuth {
  _authorizeUrl: string;
  _accessTokenUrl: string;
  _request(method: string, url: string, ...rest: unknown[]): void;
}

/** For strategies based on passport-oauth2. */
export function redirectStrategy<T extends object>(strategy: T, emulator: string): T {
  const { _oauth2: oauth } = strategy as unknown as { _oauth2: NodeOAuth };
  oauth._authorizeUrl = toEmulator(oauth._authorizeUrl, emulator);
  oauth._accessTokenUrl = toEmulator(oauth._accessTokenUrl, emulator);
  const original = oauth._request.bind(oauth);
  oauth._request = (method, url, ...rest) => original(method, toEmulator(url, emulator), ...rest);
  return strategy;
}
