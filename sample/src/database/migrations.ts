import { sqlVaultSchema } from '@kakao-login/vault';
import { sql, type SQL } from 'drizzle-orm';
import type { Database } from './database.js';

/** Each runs once, in order. Never edit one that has run anywhere: add another. */
const migrations: readonly (readonly SQL[])[] = [
  [
    sql`create table members (
      id integer primary key generated always as identity,
      kakao_id text unique,
      nickname text,
      email text,
      phone_number text,
      profile_image_url text,
      joined_at timestamptz not null default now(),
      last_login_at timestamptz not null default now(),
      login_count integer not null default 1,
      left_at timestamptz
    )`,
    sql`create table wholesale_customers (
      id integer primary key generated always as identity,
      kakao_id text not null unique,
      business_name text not null,
      tax_invoice boolean not null default false,
      joined_at timestamptz not null default now()
    )`,
  ],
  [
    sql`create table sessions (
      id_hash text primary key,
      member_id integer references members,
      sealed text not null,
      expires_at timestamptz not null
    )`,
    sql`create index on sessions (member_id)`,
    sql`create index on sessions (expires_at)`,
  ],
  // The tokens of earlier sessions are not in the vault, so their members have to log in again.
  [sql.raw(sqlVaultSchema('postgresql')), sql`delete from sessions`],
  [
    sql`create table orders (
      id integer primary key generated always as identity,
      member_id integer not null references members,
      item text not null,
      price integer not null,
      address_id text not null,
      ordered_at timestamptz not null default now()
    )`,
  ],
  [
    sql`create table passwords (
      member_id integer primary key references members,
      login_id text not null unique,
      hash text not null
    )`,
  ],
];

/** Brings an empty or older database up to date. Instances that start at the same time wait for each other. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(20260101)`);
    await tx.execute(sql`create table if not exists schema_migrations (number integer primary key)`);
    const applied = await tx.execute<{ count: number }>(sql`select count(*)::int as count from schema_migrations`);
    const done = applied.rows[0]?.count ?? 0;
    for (const [index, statements] of migrations.entries()) {
      if (index < done) continue;
      for (const statement of statements) await tx.execute(statement);
      await tx.execute(sql`insert into schema_migrations (number) values (${index + 1})`);
    }
  });
}
