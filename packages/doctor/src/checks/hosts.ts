/** Whether these hosts are Kakao's own. */
export const isKakao = (hosts: string | undefined): boolean =>
  hosts === undefined || (URL.canParse(hosts) && /(?:^|\.)kakao\.com\.?$/.test(new URL(hosts).hostname));

const loopback = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

export const isLoopback = (hostname: string): boolean => loopback.test(hostname);

/** An http(s) URL, or undefined. */
export function webUrl(text: string | undefined): URL | undefined {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}
