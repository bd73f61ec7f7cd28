/** What a store keeps for one user. The tokens are encrypted in `sealed`, which a store does not read. */
export interface VaultRecord {
  /**
   * Identifies this state of the record. A random text, so a version is never used again, even if the record is deleted
   * and saved again.
   */
  readonly version: string;
  /** The tokens, as a compact JWE (RFC 7516). Up to 8 KB of ASCII. */
  readonly sealed: string;
}

/**
 * Stores the records of a vault: six methods over a table, a hash or a map. Test your implementation with
 * `@kakao-login/vault/testing`.
 *
 * All tokens of one user of one Kakao app share a `key`. Keys, versions and owners are 1 to 100 visible ASCII
 * characters (`!` to `~`, no spaces), and are case-sensitive. A method that fails rejects. The vault passes the error
 * on as the `cause` of its own error.
 */
export interface VaultStore {
  /**
   * Whether other processes use the same data. A vault then requires the option `keys`, because a random key is lost
   * when the process ends.
   */
  readonly shared: boolean;

  /** Returns the record of the last `set`, never an older one from a replica; `undefined` when there is none. */
  get(key: string): Promise<VaultRecord | undefined>;

  /**
   * Saves a record. With `replaces`, saves it only if the stored record has that version.
   *
   * @returns `false` when the stored record has another version than `replaces`, or there is no record. Nothing is
   * saved then
   */
  set(key: string, record: VaultRecord, replaces?: string): Promise<boolean>;

  /**
   * Deletes the record and its lease. With `version`, deletes them only if the stored record has that version. Does
   * nothing if there is no record.
   */
  delete(key: string, version?: string): Promise<void>;

  /**
   * Acquires the lease of an existing record, so that only one process at a time refreshes its tokens. The lease
   * expires after `milliseconds` by the clock of the store's server, not by the clock of the caller. It does not
   * prevent `set`.
   *
   * @param owner a random text for this attempt
   * @param milliseconds 0 or more
   * @returns `false` when another owner has the lease, or there is no record. `true` when it was free, had expired, or
   * already belonged to this owner; it then lasts `milliseconds` from now
   */
  lease(key: string, owner: string, milliseconds: number): Promise<boolean>;

  /** Releases the lease if this owner has it. Otherwise does nothing. */
  release(key: string, owner: string): Promise<void>;

  /**
   * Lists every key at least once, in any order, without loading all of them into memory. Records that are added or
   * deleted meanwhile may be missing.
   */
  keys(): AsyncIterable<string>;
}
