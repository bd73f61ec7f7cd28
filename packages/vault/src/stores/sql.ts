import type { VaultRecord, VaultStore } from '../store.js';
import { pageSize, statements, type SqlDialect, type Statements } from './sql-dialects.js';
import { usage, usageTexts } from '../usage.js';

/** Options of a {@link SqlVaultStore}. */
export interface SqlVaultStoreOptions {
  readonly dialect: SqlDialect;
  /**
   * Runs one statement outside a transaction and returns the driver's result: rows, or an object or array that contains
   * them; on MySQL, the number of changed rows. Parameters are strings and integers.
   */
  readonly query: (sql: string, parameters: (string | number)[]) => unknown;
  /** The table, optionally with its schema (`auth.kakao_vault`). Default `kakao_vault`. */
  readonly table?: string;
}

/**
 * Returns the `CREATE TABLE IF NOT EXISTS` statement of a {@link SqlVaultStore}, for your migrations.
 *
 * @param table optionally with its schema
 * @throws {KakaoUsageError} `option_malformed` when the dialect or the table name is not valid
 */
export function sqlVaultSchema(dialect: SqlDialect, table = 'kakao_vault'): string {
  return checkedStatements(dialect, table).createTable;
}

/**
 * Keeps records in one table of PostgreSQL, MySQL 8, MariaDB 10.6 or SQLite 3.35 (or later), through a function that
 * runs a query. Every call is one statement on one row. A lease is two columns, so no connection or transaction stays
 * open during a request to Kakao.
 *
 * @example
 * new SqlVaultStore({ dialect: 'postgresql', query: (sql, parameters) => pool.query(sql, parameters) });
 */
export class SqlVaultStore implements VaultStore {
  readonly shared = true;
  readonly #dialect: SqlDialect;
  readonly #query: SqlVaultStoreOptions['query'];
  readonly #statements: Statements;

  /** @throws {KakaoUsageError} `option_malformed` */
  constructor(options: SqlVaultStoreOptions) {
    const { dialect, query, table = 'kakao_vault' } = Object(options) as SqlVaultStoreOptions;
    if (typeof query !== 'function') throw usage('option_malformed', 'query', usageTexts().query);
    this.#statements = checkedStatements(dialect, table);
    this.#dialect = dialect;
    this.#query = query;
  }

  /**
   * Creates the table if it does not exist. Several processes may call it at once. If the table exists, the right to
   * create tables is not needed.
   */
  async createTable(): Promise<void> {
    try {
      await this.#run(this.#statements.createTable, []);
    } catch (error) {
      // PostgreSQL fails if another process creates the table at the same time, or if the database user may not create
      // tables.
      const isThere = await this.#rows(this.#statements.probe, []).then(
        () => true,
        () => false,
      );
      if (!isThere) throw error;
    }
  }

  async get(key: string): Promise<VaultRecord | undefined> {
    const [row] = await this.#rows(this.#statements.get, [key]);
    return row && { version: row['version'] as string, sealed: row['sealed'] as string };
  }

  async set(key: string, { version, sealed }: VaultRecord, replaces?: string): Promise<boolean> {
    if (replaces !== undefined) return this.#changes(this.#statements.replace, [version, sealed, key, replaces]);
    await this.#run(this.#statements.set, [key, version, sealed, version, sealed]);
    return true;
  }

  async delete(key: string, version?: string): Promise<void> {
    if (version !== undefined) await this.#run(this.#statements.deleteVersion, [key, version]);
    else await this.#run(this.#statements.delete, [key]);
  }

  lease(key: string, owner: string, milliseconds: number): Promise<boolean> {
    return this.#changes(this.#statements.lease, [owner, Math.ceil(milliseconds), key, owner]);
  }

  async release(key: string, owner: string): Promise<void> {
    await this.#run(this.#statements.release, [key, owner]);
  }

  async *keys(): AsyncGenerator<string, void, undefined> {
    let last = '';
    let rows: Row[];
    do {
      rows = await this.#rows(this.#statements.keys, [last]);
      for (const row of rows) yield (last = row['record_key'] as string);
    } while (rows.length === pageSize);
  }

  /** Runs a statement, and repeats it if the database rolled it back because of a concurrent one. */
  async #run(sql: string, parameters: (string | number)[]): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#query(sql, parameters);
      } catch (error) {
        if (attempt === 5 || !wasUndone(error)) throw error;
      }
    }
  }

  async #rows(sql: string, parameters: (string | number)[]): Promise<Row[]> {
    const rows = rowsOf(await this.#run(sql, parameters));
    if (rows === undefined) throw usage('option_malformed', 'query', usageTexts().queryRows);
    return rows;
  }

  async #changes(sql: string, parameters: (string | number)[]): Promise<boolean> {
    if (this.#dialect !== 'mysql') return (await this.#rows(sql, parameters)).length > 0;
    const count = countOf(await this.#run(sql, parameters));
    if (count === undefined) throw usage('option_malformed', 'query', usageTexts().queryCount);
    return count > 0;
  }
}

type Row = Readonly<Record<string, unknown>>;

function checkedStatements(dialect: SqlDialect, table: string): Statements {
  if (!['postgresql', 'mysql', 'sqlite'].includes(dialect))
    throw usage('option_malformed', 'dialect', usageTexts().dialect);
  if (typeof table !== 'string' || !/^([a-z_]\w{0,62}\.)?[a-z_]\w{0,62}$/i.test(table))
    throw usage('option_malformed', 'table', usageTexts().table);
  return statements(dialect, table);
}

/**
 * Serialization failures (PostgreSQL with a stricter isolation level than its default) and deadlocks. Drizzle puts the
 * driver's error into `cause`.
 */
function wasUndone(error: unknown): boolean {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  return ['40001', '40P01', 'ER_LOCK_DEADLOCK'].includes(code as string) || (cause !== undefined && wasUndone(cause));
}

/** `[row, …]`, `[[row, …], …]` (mysql2; TypeORM for changes) or `{ rows: [row, …] }` (pg, PGlite). */
function rowsOf(result: unknown): Row[] | undefined {
  if (Array.isArray(result)) return (Array.isArray(result[0]) ? result[0] : result) as Row[];
  const { rows } = Object(result) as { rows?: unknown };
  return Array.isArray(rows) ? (rows as Row[]) : undefined;
}

/** `{ affectedRows }` (TypeORM, mariadb), `[{ affectedRows }, …]` (mysql2) or the number itself (Prisma). */
function countOf(result: unknown): number | undefined {
  if (typeof result === 'number') return result;
  const { affectedRows } = Object(Array.isArray(result) ? result[0] : result) as { affectedRows?: unknown };
  return affectedRows === undefined ? undefined : Number(affectedRows);
}
