/** The databases that `SqlVaultStore` supports. `mysql` includes MariaDB. */
export type SqlDialect = 'postgresql' | 'mysql' | 'sqlite';

/** What differs between the dialects. */
interface Syntax {
  /** Around names, so that reserved words work and upper case is kept. */
  quote: '"' | '`';
  /** The n-th parameter, starting at 1. */
  parameter: (position: number) => string;
  /** The server's clock in milliseconds since 1970, in UTC regardless of the connection's time zone. */
  now: string;
  /** A parameter in milliseconds. */
  milliseconds: string;
  /** Precedes the columns to set if the row exists. */
  onConflict: string;
  /** Makes a statement return one row for each changed row. MySQL returns their number instead. */
  returning: string;
  /** A text of up to 100 ASCII characters, compared and sorted by bytes regardless of the database's locale. */
  short: string;
  /** A text of up to 8 KB of ASCII. */
  long: string;
}

const syntaxes: Readonly<Record<SqlDialect, Syntax>> = {
  postgresql: {
    quote: '"',
    parameter: (position) => `$${position}`,
    // now() does not advance within a transaction or while a statement waits for a lock.
    now: 'CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)',
    milliseconds: 'CAST(? AS bigint)',
    onConflict: 'ON CONFLICT (record_key) DO UPDATE SET',
    returning: ' RETURNING 1 AS done',
    short: 'varchar(100) COLLATE "C"',
    long: 'text',
  },
  mysql: {
    quote: '`',
    parameter: () => '?',
    now: "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000",
    milliseconds: '?',
    onConflict: 'ON DUPLICATE KEY UPDATE',
    returning: '',
    short: 'varchar(100) CHARACTER SET ascii COLLATE ascii_bin',
    long: 'text CHARACTER SET ascii COLLATE ascii_bin',
  },
  sqlite: {
    quote: '"',
    parameter: () => '?',
    now: "CAST((julianday('now') - 2440587.5) * 86400000 AS integer)",
    milliseconds: '?',
    onConflict: 'ON CONFLICT (record_key) DO UPDATE SET',
    returning: ' RETURNING 1 AS done',
    short: 'text',
    long: 'text',
  },
};

/** How many keys a page has. */
export const pageSize = 1000;

/** The statements of a store. The comments list their parameters. */
export type Statements = Readonly<
  Record<
    'createTable' | 'probe' | 'get' | 'set' | 'replace' | 'delete' | 'deleteVersion' | 'lease' | 'release' | 'keys',
    string
  >
>;

/** @param table a valid name, with or without its schema */
export function statements(dialect: SqlDialect, table: string): Statements {
  const { quote, parameter, now, milliseconds, onConflict, returning, short, long } = syntaxes[dialect];
  const name = table.replaceAll(/\w+/g, `${quote}$&${quote}`);
  const numbered = (text: string): string => {
    let position = 0;
    return text.replaceAll('?', () => parameter(++position));
  };
  return {
    createTable: `CREATE TABLE IF NOT EXISTS ${name} (
  record_key ${short} NOT NULL PRIMARY KEY,
  version ${short} NOT NULL,
  sealed ${long} NOT NULL,
  lease_owner ${short},
  lease_until bigint
)`,
    probe: `SELECT record_key FROM ${name} WHERE 1 = 0`,
    // key
    get: numbered(`SELECT version, sealed FROM ${name} WHERE record_key = ?`),
    // key, version, sealed, version, sealed
    set: numbered(
      `INSERT INTO ${name} (record_key, version, sealed) VALUES (?, ?, ?) ${onConflict} version = ?, sealed = ?${returning}`,
    ),
    // version, sealed, key, version to replace
    replace: numbered(`UPDATE ${name} SET version = ?, sealed = ? WHERE record_key = ? AND version = ?${returning}`),
    // key
    delete: numbered(`DELETE FROM ${name} WHERE record_key = ?${returning}`),
    // key, version
    deleteVersion: numbered(`DELETE FROM ${name} WHERE record_key = ? AND version = ?${returning}`),
    // owner, milliseconds, key, owner
    lease: numbered(
      `UPDATE ${name} SET lease_owner = ?, lease_until = ${now} + ${milliseconds} ` +
        `WHERE record_key = ? AND (lease_owner IS NULL OR lease_owner = ? OR lease_until <= ${now})${returning}`,
    ),
    // key, owner
    release: numbered(
      `UPDATE ${name} SET lease_owner = NULL, lease_until = NULL WHERE record_key = ? AND lease_owner = ?${returning}`,
    ),
    // last key of the previous page
    keys: numbered(`SELECT record_key FROM ${name} WHERE record_key > ? ORDER BY record_key LIMIT ${pageSize}`),
  };
}
