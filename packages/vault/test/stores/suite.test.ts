import { beforeAll, describe, expect, test } from '@jest/globals';
import type { VaultRecord, VaultStore } from '@kakao-login/vault';
import { vaultStoreTests } from '@kakao-login/vault/testing';

interface Row {
  record: VaultRecord;
  lease?: { owner: string; until: number };
}

/** A correct store whose parts an incorrect one can override. Several stores can share the rows. */
class RightStore implements VaultStore {
  readonly shared: boolean = true;

  constructor(readonly rows: Map<string, Row>) {}

  now(): number {
    return performance.now();
  }

  async get(key: string): Promise<VaultRecord | undefined> {
    return this.rows.get(key)?.record;
  }

  async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
    const row = this.rows.get(key);
    if (replaces !== undefined && row?.record.version !== replaces) return false;
    this.rows.set(key, { ...row, record });
    return true;
  }

  async delete(key: string, version?: string): Promise<void> {
    if (version === undefined || this.rows.get(key)?.record.version === version) this.rows.delete(key);
  }

  async lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
    const row = this.rows.get(key);
    if (row === undefined) return false;
    if (row.lease !== undefined && row.lease.owner !== owner && row.lease.until > this.now()) return false;
    row.lease = { owner, until: this.now() + milliseconds };
    return true;
  }

  async release(key: string, owner: string): Promise<void> {
    const row = this.rows.get(key);
    if (row?.lease?.owner === owner) delete row.lease;
  }

  async *keys(): AsyncGenerator<string> {
    let last = '';
    for (;;) {
      const page = [...this.rows.keys()]
        .filter((key) => key > last)
        .sort()
        .slice(0, 1000);
      yield* page;
      if (page.length < 1000) return;
      last = page.at(-1) ?? '';
    }
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Incorrect stores. The name is the mistake. */
const wrong: Record<string, typeof RightStore> = {
  'compares the version and saves in two steps': class extends RightStore {
    override async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
      if (replaces !== undefined && (await this.get(key))?.version !== replaces) return false;
      await pause();
      return super.set(key, record);
    }
  },
  'ignores the version': class extends RightStore {
    override set = (key: string, record: VaultRecord): Promise<boolean> => super.set(key, record);
  },
  'replaces a missing record': class extends RightStore {
    override async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
      return super.set(key, record, this.rows.has(key) ? replaces : undefined);
    }
  },
  'reports a save that did not happen': class extends RightStore {
    override async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
      await super.set(key, record, replaces);
      return true;
    }
  },
  'ignores the version when it deletes': class extends RightStore {
    override delete = (key: string): Promise<void> => super.delete(key);
  },
  'compares the version and deletes in two steps': class extends RightStore {
    override async delete(key: string, version?: string): Promise<void> {
      if (version !== undefined && (await this.get(key))?.version !== version) return;
      await pause();
      await super.delete(key);
    }
  },
  'does not overwrite': class extends RightStore {
    override async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
      return replaces === undefined && this.rows.has(key) ? true : super.set(key, record, replaces);
    }
  },
  'ends the lease when it saves': class extends RightStore {
    override async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
      const isSaved = await super.set(key, record, replaces);
      if (isSaved) this.rows.set(key, { record });
      return isSaved;
    }
  },
  'saves only for the owner of the lease': class extends RightStore {
    override async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
      return this.rows.get(key)?.lease === undefined && super.set(key, record, replaces);
    }
  },
  'checks for a lease and takes it in two steps': class extends RightStore {
    override async lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
      const lease = this.rows.get(key)?.lease;
      if (lease !== undefined && lease.owner !== owner && lease.until > this.now()) return false;
      await pause();
      const row = this.rows.get(key);
      if (row !== undefined) row.lease = { owner, until: this.now() + milliseconds };
      return row !== undefined;
    }
  },
  'gives a lease without a record': class extends RightStore {
    override async lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
      return !this.rows.has(key) || super.lease(key, owner, milliseconds);
    }
  },
  'refuses the owner its own lease': class extends RightStore {
    override async lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
      return super.lease(key, this.rows.get(key)?.lease?.owner === owner ? 'another' : owner, milliseconds);
    }
  },
  'does not renew a lease': class extends RightStore {
    override async lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
      return this.rows.get(key)?.lease?.owner === owner || super.lease(key, owner, milliseconds);
    }
  },
  'never ends a lease': class extends RightStore {
    override now = (): number => 0;
  },
  // Seconds would also work, but on a slow machine a lease of 30 seconds may expire while its test still waits.
  'treats milliseconds as minutes': class extends RightStore {
    override lease = (key: string, owner: string, time: number): Promise<boolean> =>
      super.lease(key, owner, time * 60_000);
  },
  'treats milliseconds as microseconds': class extends RightStore {
    override lease = (key: string, owner: string, time: number): Promise<boolean> =>
      super.lease(key, owner, time / 1000);
  },
  'uses the clock of the caller': class extends RightStore {
    override now = (): number => Date.now();
  },
  'releases the lease of any owner': class extends RightStore {
    override async release(key: string): Promise<void> {
      delete this.rows.get(key)?.lease;
    }
  },
  'never releases a lease': class extends RightStore {
    override async release(): Promise<void> {}
  },
  'deletes the record when it releases the lease': class extends RightStore {
    override release = (key: string): Promise<void> => super.delete(key);
  },
  'keeps the lease of a deleted record': class extends RightStore {
    readonly #leases = new Map<string, Row['lease']>();
    override async delete(key: string): Promise<void> {
      this.#leases.set(key, this.rows.get(key)?.lease);
      await super.delete(key);
    }
    override async set(key: string, record: VaultRecord, replaces?: string): Promise<boolean> {
      const lease = this.#leases.get(key);
      if (!this.rows.has(key) && lease !== undefined) this.rows.set(key, { record, lease });
      return super.set(key, record, replaces);
    }
  },
  'fails to delete a missing record': class extends RightStore {
    override async delete(key: string): Promise<void> {
      if (!this.rows.delete(key)) throw new Error('missing');
    }
  },
  'truncates long records': class extends RightStore {
    override set = (key: string, { version, sealed }: VaultRecord, replaces?: string): Promise<boolean> =>
      super.set(key, { version, sealed: sealed.slice(0, 4096) }, replaces);
  },
  'ignores case': class extends RightStore {
    override get = (key: string): Promise<VaultRecord | undefined> => super.get(key.toLowerCase());
    override set = (key: string, record: VaultRecord, replaces?: string): Promise<boolean> =>
      super.set(key.toLowerCase(), record, replaces);
  },
  'returns more than the record': class extends RightStore {
    override async get(key: string): Promise<VaultRecord | undefined> {
      const record = await super.get(key);
      return record && ({ ...record, id: key } as VaultRecord);
    }
  },
  'returns null if there is no record': class extends RightStore {
    override get = async (key: string): Promise<VaultRecord | undefined> => (await super.get(key)) ?? (null as never);
  },
  'lists only one page of keys': class extends RightStore {
    override async *keys(): AsyncGenerator<string> {
      yield* [...this.rows.keys()].slice(0, 1000);
    }
  },
  'uses offsets for pages, which deleted rows shift': class extends RightStore {
    override async *keys(): AsyncGenerator<string> {
      for (let offset = 0; ; offset += 1000) {
        const page = [...this.rows.keys()].sort().slice(offset, offset + 1000);
        yield* page;
        if (page.length < 1000) return;
      }
    }
  },
  'also lists the leases': class extends RightStore {
    override async *keys(): AsyncGenerator<string> {
      for (const [key, { lease }] of this.rows) yield lease === undefined ? key : `${key}:lease`;
    }
  },
};

/** The names of the tests that a store fails. */
async function failures(create: () => VaultStore): Promise<string[]> {
  const failed: string[] = [];
  await Promise.all(
    vaultStoreTests(create, { patience: 300 }).map(({ name, run }) => run().catch(() => failed.push(name))),
  );
  return failed;
}

test('a correct store passes the store tests, even if they all run at the same time', async () => {
  const { Date: onTime } = globalThis;
  const rows = new Map<string, Row>();
  expect(await failures(() => new RightStore(rows))).toEqual([]);
  expect(rows.size).toBe(0);
  expect(globalThis.Date).toBe(onTime);
});

describe('the store tests detect a store that', () => {
  // Some tests wait, so all stores are tested concurrently.
  const stores: [string, () => VaultStore][] = [
    ...Object.entries(wrong).map(([name, Wrong]): [string, () => VaultStore] => {
      const rows = new Map<string, Row>();
      return [name, () => new Wrong(rows)];
    }),
    ['claims to be shared but is not', () => new RightStore(new Map())],
  ];
  const found = new Map<string, string[]>();
  beforeAll(async () => {
    await Promise.all(stores.map(async ([name, create]) => found.set(name, await failures(create))));
  });

  test.each(stores.map(([name]) => name))('%s', (name) => {
    expect(found.get(name)).not.toEqual([]);
  });
});
