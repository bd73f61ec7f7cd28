import { createHash, randomBytes } from 'node:crypto';
import { KakaoConnectionError } from '@kakao-login/client';
import type { KakaoId } from '@kakao-login/client';
import { KeyRing } from './keys.js';
import type { VaultKey } from './keys.js';
import { Recent } from './recent.js';
import { isUnreadable, Sealer } from './sealer.js';
import type { VaultRecord, VaultStore } from './store.js';
import type { Opened, Tokens } from './tokens.js';
import { withCause } from './with-cause.js';

/** Random, so that no two processes create the same one. */
export const randomText = (): string => randomBytes(12).toString('base64url');

/** How many decrypted records are cached, so that reading a valid token does not decrypt again. */
const keptOpen = 1000;

/**
 * Reads and writes the encrypted records of one app. Errors and timeouts of the store become a `KakaoConnectionError`.
 */
export class Records {
  readonly #store: VaultStore;
  readonly #app: string;
  readonly #timeout: number;
  readonly #sealer: Sealer;
  readonly #opened = new Recent<{ sealed: string; tokens: Tokens }>(keptOpen);

  /** @param timeout how long the store may take for one call, in milliseconds */
  constructor(store: VaultStore, timeout: number, clientId: string, keys: readonly VaultKey[] | undefined) {
    this.#store = store;
    this.#timeout = timeout;
    // A hash, so that the REST API key does not end up in logs of the database.
    this.#app = createHash('sha256').update(clientId).digest('base64url').slice(0, 22);
    this.#sealer = new Sealer(new KeyRing(keys), this.#app);
  }

  async read(id: KakaoId): Promise<Opened | undefined> {
    const record = await this.#stored(id);
    if (record === undefined) return undefined;
    const { version, sealed } = record;
    let opened = this.#opened.get(id);
    if (opened?.sealed !== sealed) {
      opened = { sealed, tokens: await this.#sealer.open(id, sealed) };
      this.#opened.set(id, opened);
    }
    return { version, sealed, tokens: opened.tokens };
  }

  /** Loads what {@link seal} needs. */
  prepare(): Promise<void> {
    return this.#sealer.prepare();
  }

  async seal(id: KakaoId, tokens: Tokens): Promise<VaultRecord> {
    return { version: randomText(), sealed: await this.#sealer.seal(id, tokens) };
  }

  /** @returns `false` when the stored version is not `replaces`. Nothing is saved then */
  write(id: KakaoId, record: VaultRecord, replaces?: string): Promise<boolean> {
    return this.#ask((store) => store.set(this.#key(id), record, replaces));
  }

  /**
   * Changes a record, unless it is deleted or keeps being replaced meanwhile.
   *
   * @param changed returns undefined to leave it as it is
   */
  async change(id: KakaoId, changed: (tokens: Tokens) => Tokens | undefined): Promise<void> {
    for (let attempts = 0; attempts < 3; attempts += 1) {
      const opened = await this.read(id);
      const tokens = opened && changed(opened.tokens);
      if (tokens === undefined || (await this.write(id, await this.seal(id, tokens), opened?.version))) return;
    }
  }

  async delete(id: KakaoId): Promise<void> {
    this.#opened.delete(id);
    await this.#ask((store) => store.delete(this.#key(id)));
  }

  /**
   * Deletes a record unless its tokens are to be kept. A record that cannot be decrypted is deleted too.
   *
   * @returns `false` when the record was kept
   * @throws {KakaoConnectionError} `store_failed` also when the record keeps being replaced meanwhile
   */
  async deleteUnless(id: KakaoId, isKept: (tokens: Tokens) => boolean): Promise<boolean> {
    for (let attempts = 0; attempts < 3; attempts += 1) {
      const record = await this.#stored(id);
      if (record === undefined) return true;
      const tokens = await this.#sealer.open(id, record.sealed).catch((error: unknown) => {
        if (!isUnreadable(error)) throw error;
      });
      if (tokens !== undefined && isKept(tokens)) return false;
      this.#opened.delete(id);
      // The user may log in meanwhile, so the next attempt looks at what is stored then.
      await this.#ask((store) => store.delete(this.#key(id), record.version));
    }
    throw new KakaoConnectionError('store_failed');
  }

  lease(id: KakaoId, owner: string, milliseconds: number): Promise<boolean> {
    return this.#ask((store) => store.lease(this.#key(id), owner, milliseconds));
  }

  /** Never fails: a lease that was not released expires. */
  async release(id: KakaoId, owner: string): Promise<void> {
    await this.#ask((store) => store.release(this.#key(id), owner)).catch(() => {});
  }

  /** Reads the record of user 0, who does not exist. */
  async ping(): Promise<void> {
    await this.#stored('0');
  }

  /** Lists all users of this app. */
  async *ids(): AsyncGenerator<KakaoId, void, undefined> {
    const prefix = this.#key('');
    const keys = await this.#ask(async (store) => store.keys()[Symbol.asyncIterator]());
    const inTime: AsyncIterator<string> = {
      next: () => this.#ask(() => keys.next()),
      return: () => this.#ask(async () => (await keys.return?.()) ?? { done: true, value: undefined }),
    };
    for await (const key of { [Symbol.asyncIterator]: () => inTime }) {
      if (key.startsWith(prefix)) yield key.slice(prefix.length);
    }
  }

  /**
   * Encrypts a record again unless it already uses the first key.
   *
   * @returns whether it was encrypted again. `false` also when the record was deleted or replaced in the meantime: the
   * new record uses the key of the process that saved it
   */
  async reseal(id: KakaoId): Promise<boolean> {
    const record = await this.#stored(id);
    if (record === undefined || this.#sealer.isCurrent(record.sealed)) return false;
    const tokens = await this.#sealer.open(id, record.sealed);
    return this.write(id, await this.seal(id, tokens), record.version);
  }

  async #stored(id: KakaoId): Promise<VaultRecord | undefined> {
    return this.#ask(async (store) => {
      const record: unknown = await store.get(this.#key(id));
      return record === undefined || record === null ? undefined : checkRecord(record);
    });
  }

  #key(id: KakaoId): string {
    return `${this.#app}:${id}`;
  }

  async #ask<T>(question: (store: VaultStore) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooLate(this.#timeout)), this.#timeout);
    });
    try {
      return await Promise.race([question(this.#store), late]);
    } catch (cause) {
      throw withCause(new KakaoConnectionError('store_failed'), cause);
    } finally {
      clearTimeout(timer);
    }
  }
}

const tooLate = (timeout: number): DOMException =>
  new DOMException(`The store did not answer within ${timeout} ms (option storeTimeout)`, 'TimeoutError');

/** @throws {TypeError} when the store returned something that is not a record */
function checkRecord(record: unknown): VaultRecord {
  const { version, sealed } = Object(record) as Partial<VaultRecord>;
  if (typeof version === 'string' && typeof sealed === 'string') return record as VaultRecord;
  throw new TypeError(
    'VaultStore.get() returned something that is not a record: `version` and `sealed` have to be strings',
  );
}
