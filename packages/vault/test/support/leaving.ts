import { randomBytes } from 'node:crypto';
import { KakaoClient } from '@kakao-login/client';
import { KakaoVault, MemoryVaultStore } from '@kakao-login/vault';
import type { TokenResponse } from '@kakao-login/client';
import type { VaultRecord } from '@kakao-login/vault';

/*
 * A process in which a user leaves. It stops between Kakao's response and the deletion of the record, where the test
 * kills it. Before that it prints the record that a store on a disk would contain.
 */

interface Leaving {
  url: string;
  clientId: string;
  clientSecret: string;
  id: string;
  tokens: TokenResponse;
}

const { url, clientId, clientSecret, id, tokens } = JSON.parse(process.env['LEAVING'] ?? '') as Leaving;
const secret = randomBytes(32).toString('base64url');

class PrintingStore extends MemoryVaultStore {
  override async delete(key: string): Promise<void> {
    const record = (await this.get(key)) as VaultRecord;
    process.stdout.write(JSON.stringify({ key, record, secret }));
    return new Promise(() => setInterval(() => {}, 60_000));
  }
}

const client = new KakaoClient({ clientId, clientSecret, hosts: url });
const vault = new KakaoVault({ client, store: new PrintingStore(), keys: [{ kid: 'shared', key: secret }] });
await vault.save({ id, tokens });
await vault.leave(id);
