import { mkdir } from 'node:fs/promises';
import type { Database } from './database.js';
import { lockDirectory } from './directory-lock.js';
import { migrate } from './migrations.js';
import * as schema from './schema.js';

export interface Connection {
  database: Database;
  /** Runs one statement with `$1`, `$2` … as its parameters, on the same connections as `database`. */
  query(statement: string, parameters: (string | number)[]): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Connects to a PostgreSQL server if there is a URL. Otherwise opens PGlite, which is PostgreSQL inside this process,
 * in a directory or in memory.
 *
 * @throws Error naming the environment variable to change
 */
export function openDatabase(place: { databaseUrl?: string; pgliteDir?: string }): Promise<Connection> {
  if (place.databaseUrl !== undefined) return openServer(place.databaseUrl);
  return place.pgliteDir === undefined ? openInMemory() : openDirectory(place.pgliteDir);
}

async function openServer(url: string): Promise<Connection> {
  const [{ default: pg }, { drizzle }] = await Promise.all([import('pg'), import('drizzle-orm/node-postgres')]);
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A broken idle connection must not end the process. The pool opens another.
  pool.on('error', () => undefined);
  const database = drizzle({ client: pool, schema }) as unknown as Database;
  try {
    await migrate(database);
  } catch (error) {
    await pool.end();
    throw new Error(`The database of DATABASE_URL cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
  return { database, query: (...statement) => pool.query(...statement), close: () => pool.end() };
}

async function openDirectory(directory: string): Promise<Connection> {
  const cannotBeUsed = (error: unknown): Error =>
    new Error(`The database in PGLITE_DIR=${directory} cannot be used: ${reasonOf(error)}.`, { cause: error });
  const lock = await mkdir(directory, { recursive: true })
    .then(() => lockDirectory(directory))
    .catch((error: unknown) => {
      throw cannotBeUsed(error);
    });
  if (lock === undefined) {
    throw new Error(
      `PGLITE_DIR=${directory} is in use by another running shop: stop that one, or choose another directory.`,
    );
  }
  try {
    const connection = await openPglite(directory);
    return {
      ...connection,
      close: async () => {
        await connection.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw cannotBeUsed(error);
  }
}

const openInMemory = (): Promise<Connection> => openPglite('memory://');

async function openPglite(dataDir: string): Promise<Connection> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { drizzle } = await import('drizzle-orm/pglite');
  const client = await PGlite.create(dataDir);
  const database = drizzle({ client, schema });
  try {
    await migrate(database);
  } catch (error) {
    await client.close();
    throw error;
  }
  return { database, query: (...statement) => client.query(...statement), close: () => client.close() };
}

/** The driver's message, without the statement that Drizzle adds. `localhost` fails once for each of its addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message.replace(/\.$/, '') : reasonOf(error.cause);
}
