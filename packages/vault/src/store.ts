/**
 * What a store keeps for one user. Everything about the tokens is inside `sealed`; a store never looks into it.
 */
export interface VaultRecord {
  /**
   * Names this very state of the record. A random text, so a record that was deleted and saved again never has an old
   * version.
   */
  readonly version: string;
  /** The tokens, as a compact JWE (RFC 7516). Up to 8 KB of ASCII. */
  readonly sealed: string;
}

/**
 * Where a vault keeps its records: six methods over one table, hash or map. `@kakao-login/vault/testing` has the tests that
 * tell whether a store keeps these promises.
 *
 * `key` is the same for all tokens of one user at one Kakao app. Keys, versions and owners have 1 to 100 visible ASCII
 * characters (`!` to `~`, no spaces) and are compared exactly, upper and lower case included. A method that cannot do its
 * work rejects; the vault passes that error on as the `cause` of its own.
 */
export interface VaultStore {
  /**
   * True for a store that other processes read. A vault refuses to use it without encryption keys of its own, because
   * keys made at random end with the process.
   */
  readonly shared: boolean;

  /** The record as the last finished `set` left it, never the older state of a replica; undefined if there is none. */
  get(key: string): Promise<VaultRecord | undefined>;

  /**
   * Saves a record whatever is stored, or, with `replaces`, only if the stored version is that one.
   *
   * @returns false if `replaces` was given and the stored version is another one, or there is no record; nothing is saved then
   */
  set(key: string, record: VaultRecord, replaces?: string): Promise<boolean>;

  /** Deletes the record and its lease. Does nothing if there is no record. */
  delete(key: string): Promise<void>;

  /**
   * Takes the lease of an existing record, so that one process at a time refreshes it. The lease ends by itself after
   * `milliseconds`, counted by the clock of the store's server, not by the caller's. It does not keep anyone from `set`.
   *
   * @param owner a random text of this attempt
   * @param milliseconds 0 or more
   * @returns false if another owner has it, or there is no record; true if it was free, has ended, or is this owner's
   * already, and then it lasts `milliseconds` from now
   */
  lease(key: string, owner: string, milliseconds: number): Promise<boolean>;

  /** Ends the lease if this owner still has it; does nothing otherwise. */
  release(key: string, owner: string): Promise<void>;

  /**
   * Every key, each at least once, in any order, without holding all of them in memory. Records that come or go meanwhile
   * may be missed.
   */
  keys(): AsyncIterable<string>;
}
