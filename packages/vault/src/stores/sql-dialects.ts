/** The databases that a `SqlVaultStore` knows. `mysql` is MySQL and MariaDB. */
export type SqlDialect = 'postgresql' | 'mysql' | 'sqlite';

/** What a dialect writes in its own way. */
interface Syntax {
  /** Around a name, so that it is taken as it is written. */
  quote: '"' | '`';
  /** The n-th parameter, from 1. */
  parameter: (position: number) => string;
  /** The server's clock in milliseconds since 1970, in UTC whatever the time zone of the connection. */
  now: string;
  /** A parameter that is a number of milliseconds. */
  milliseconds: string;
  /** Leads to the columns that are set when the row is already there. */
  onConflict: string;
  /** Makes a statement return a row for each row that it changed. MySQL cannot; it counts them. */
  returning: string;
  /** Texts of up to 100 ASCII characters that are compared and sorted by bytes, whatever the language of the database. */
  short: string;
  /** A text of up to 8 KB of ASCII. */
  long: string;
}

const syntaxes: Readonly<Record<SqlDialect, Syntax>> = {
  postgresql: {
    quote: '"',
    parameter: (position) => `$${position}`,
    // now() stands still in a transaction, and while a statement waits for a row.
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

/** A page of keys. */
export const pageSize = 1000;

/** The statements of a store. Comments say which parameters they take. */
export type Statements = Readonly<
  Record<'createTable' | 'probe' | 'get' | 'set' | 'replace' | 'delete' | 'lease' | 'release' | 'keys', string>
>;

/** @param table already checked: a name, or a schema and a name */
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
    // owner, milliseconds, key, owner
    lease: numbered(
      `UPDATE ${name} SET lease_owner = ?, lease_until = ${now} + ${milliseconds} ` +
        `WHERE record_key = ? AND (lease_owner IS NULL OR lease_owner = ? OR lease_until <= ${now})${returning}`,
    ),
    // key, owner
    release: numbered(
      `UPDATE ${name} SET lease_owner = NULL, lease_until = NULL WHERE record_key = ? AND lease_owner = ?${returning}`,
    ),
    // the last key of the page before
    keys: numbered(`SELECT record_key FROM ${name} WHERE record_key > ? ORDER BY record_key LIMIT ${pageSize}`),
  };
}
