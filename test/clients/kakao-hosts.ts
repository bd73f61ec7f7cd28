/** Kakao's hosts are constants in these clients. What they send there goes to the emulator instead. */
const kakao = /^https:\/\/(kauth|kapi)\.kakao\.com/;

export const toEmulator = (url: string | URL, emulator: string): string => String(url).replace(kakao, emulator);

/** For clients that use the global `fetch`; returns the way back. */
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

/** The HTTP function of node-oauth, which every strategy on passport-oauth2 uses unless it brings its own. */
interface NodeOAuth {
  _authorizeUrl: string;
  _accessTokenUrl: string;
  _request(method: string, url: string, ...rest: unknown[]): void;
}

/** For strategies on passport-oauth2. */
export function redirectStrategy<T extends object>(strategy: T, emulator: string): T {
  const { _oauth2: oauth } = strategy as unknown as { _oauth2: NodeOAuth };
  oauth._authorizeUrl = toEmulator(oauth._authorizeUrl, emulator);
  oauth._accessTokenUrl = toEmulator(oauth._accessTokenUrl, emulator);
  const original = oauth._request.bind(oauth);
  oauth._request = (method, url, ...rest) => original(method, toEmulator(url, emulator), ...rest);
  return strategy;
}
