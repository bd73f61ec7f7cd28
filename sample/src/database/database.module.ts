import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { mkdir } from 'node:fs/promises';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { migrate } from './migrations.js';
import * as schema from './schema.js';

/** Drizzle over PostgreSQL; node-postgres and PGlite speak the same dialect, so the shop need not know which. */
export type Database = PgliteDatabase<typeof schema>;

/** Injection token of {@link Database}. */
export const DATABASE = Symbol('DATABASE');

const CONNECTION = Symbol('CONNECTION');

interface Connection {
  database: Database;
  close(): Promise<void>;
}

/** A PostgreSQL server when `DATABASE_URL` names one, else PGlite: PostgreSQL inside this process, nothing to install. */
async function connect(config: ShopConfig): Promise<Connection> {
  const connection = config.databaseUrl === undefined ? await embedded(config) : await server(config.databaseUrl);
  try {
    await migrate(connection.database);
    return connection;
  } catch (error) {
    await connection.close();
    throw new Error(`The database could not be opened (${reasonOf(error)}). Check DATABASE_URL or PGLITE_DIR.`, {
      cause: error,
    });
  }
}

/** What the driver said; Drizzle wraps it with the statement, which helps nobody here. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function embedded(config: ShopConfig): Promise<Connection> {
  const [{ PGlite }, { drizzle }] = await Promise.all([import('@electric-sql/pglite'), import('drizzle-orm/pglite')]);
  if (config.pgliteDir !== undefined) await mkdir(config.pgliteDir, { recursive: true });
  const client = await PGlite.create(config.pgliteDir ?? 'memory://');
  return { database: drizzle({ client, schema }), close: () => client.close() };
}

async function server(url: string): Promise<Connection> {
  const [{ default: pg }, { drizzle }] = await Promise.all([import('pg'), import('drizzle-orm/node-postgres')]);
  const pool = new pg.Pool({ connectionString: url });
  // An idle connection that breaks must not end the process: the pool opens another.
  pool.on('error', () => undefined);
  return { database: drizzle({ client: pool, schema }) as unknown as Database, close: () => pool.end() };
}

@Global()
@Module({
  providers: [
    { provide: CONNECTION, inject: [SHOP_CONFIG], useFactory: connect },
    { provide: DATABASE, inject: [CONNECTION], useFactory: (connection: Connection) => connection.database },
  ],
  exports: [DATABASE],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTION) private readonly connection: Connection) {}

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
