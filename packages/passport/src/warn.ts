import { isKakaoError } from '@kakao-login/client';

/**
 * Tells whoever runs the service what no visitor gets to see. Our own messages hold no secret; of other errors, which may quote
 * anything, only the name and the place are told.
 */
export const warn = (error: unknown): void => process.emitWarning(isKakaoError(error) ? error.message : nameOf(error));

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return `${typeof error} was thrown`;
  const [place = ''] = error.stack?.replace(error.message, '').match(/\bat .*/) ?? [];
  return `${error.name} ${place}`.trim();
}
