import type { PgliteDatabase } from 'drizzle-orm/pglite';
import type * as schema from './schema.js';

/** Drizzle over PostgreSQL. node-postgres and PGlite use the same dialect, so the shop can work with either. */
export type Database = PgliteDatabase<typeof schema>;

/** Injection token of {@link Database}. */
export const DATABASE = Symbol('DATABASE');
