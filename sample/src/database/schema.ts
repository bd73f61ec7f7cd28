import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The shop's members. Kakao's user ID is text, because it can exceed 2^53. */
export const members = pgTable('members', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  /** Null if no Kakao Account is linked, and after the member has left. */
  kakaoId: text('kakao_id').unique(),
  nickname: text('nickname'),
  /** Only if Kakao says that the address is valid and verified. */
  email: text('email'),
  /** E.164, e.g. +821012345678. */
  phoneNumber: text('phone_number'),
  profileImageUrl: text('profile_image_url'),
  joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
  lastLoginAt: timestamp('last_login_at', { withTimezone: true }).notNull().defaultNow(),
  loginCount: integer('login_count').notNull().default(1),
  leftAt: timestamp('left_at', { withTimezone: true }),
});

/** The shop's own login, for members who want to log in without Kakao. */
export const passwords = pgTable('passwords', {
  memberId: integer('member_id')
    .primaryKey()
    .references(() => members.id),
  loginId: text('login_id').notNull().unique(),
  /** Salt and scrypt hash, base64url, separated by a dot. */
  hash: text('hash').notNull(),
});

/** Business customers of the wholesale shop. It is another Kakao app, in which the same user has another ID. */
export const wholesaleCustomers = pgTable('wholesale_customers', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  kakaoId: text('kakao_id').notNull().unique(),
  businessName: text('business_name').notNull(),
  taxInvoice: boolean('tax_invoice').notNull().default(false),
  joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Sessions of browsers. The cookie has only an identifier. */
export const sessions = pgTable('sessions', {
  /** SHA-256 of the identifier in the cookie, so that reading this table is not enough to take over a session. */
  idHash: text('id_hash').primaryKey(),
  memberId: integer('member_id').references(() => members.id),
  /** Encrypted, because it contains the ID token of the login. */
  sealed: text('sealed').notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});

/** Orders. They have no address: the shop reads it from Kakao when it packs the parcel. */
export const orders = pgTable('orders', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  memberId: integer('member_id')
    .notNull()
    .references(() => members.id),
  item: text('item').notNull(),
  /** In won, when the order was made. */
  price: integer('price').notNull(),
  addressId: text('address_id').notNull(),
  orderedAt: timestamp('ordered_at', { withTimezone: true }).notNull().defaultNow(),
});

export type Order = typeof orders.$inferSelect;
export type Member = typeof members.$inferSelect;
export type WholesaleCustomer = typeof wholesaleCustomers.$inferSelect;
