import type { VaultKey } from '@kakao-login/nestjs';
import { createHash, hkdfSync } from 'node:crypto';

/** Derives a key for the vault from the secret of the sessions. Different secrets give keys with different names. */
export function keyFromSecret(secret: string): VaultKey {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'moonlight vault', 32));
  const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return { kid: `session-secret-${fingerprint}`, key };
}
