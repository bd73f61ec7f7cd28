import { boolean, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The shop's members. Kakao's member number is text: it may pass 2^53. */
export const members = pgTable('members', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  /** Null without a linked Kakao Account, and once the member has left: then nothing here tells who it was. */
  kakaoId: text('kakao_id').unique(),
  nickname: text('nickname'),
  /** Only an address that Kakao says is valid and verified. */
  email: text('email'),
  /** E.164, e.g. +821012345678. */
  phoneNumber: text('phone_number'),
  profileImageUrl: text('profile_image_url'),
  joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
  lastLoginAt: timestamp('last_login_at', { withTimezone: true }).notNull().defaultNow(),
  loginCount: integer('login_count').notNull().default(1),
  leftAt: timestamp('left_at', { withTimezone: true }),
});

/** The shop's own sign-in, for members who want to log in without Kakao. */
export const passwords = pgTable('passwords', {
  memberId: integer('member_id')
    .primaryKey()
    .references(() => members.id),
  loginId: text('login_id').notNull().unique(),
  /** Salt and scrypt hash, base64url, separated by a dot. */
  hash: text('hash').notNull(),
});

/** Business customers of the wholesale shop, which is another app at Kakao: the same user has another number there. */
export const wholesaleCustomers = pgTable('wholesale_customers', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  kakaoId: text('kakao_id').notNull().unique(),
  businessName: text('business_name').notNull(),
  taxInvoice: boolean('tax_invoice').notNull().default(false),
  joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Sessions of browsers. What a row does not hold no cookie brings back. */
export const sessions = pgTable('sessions', {
  /** SHA-256 of the identifier in the cookie: whoever reads this table cannot take over a session. */
  idHash: text('id_hash').primaryKey(),
  memberId: integer('member_id').references(() => members.id),
  /** Encrypted, for it holds the ID token of the login. */
  sealed: text('sealed').notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});

/** Orders. The address stays at Kakao and is read when the parcel is packed. */
export const orders = pgTable('orders', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  memberId: integer('member_id')
    .notNull()
    .references(() => members.id),
  item: text('item').notNull(),
  /** In won, on the day of the order. */
  price: integer('price').notNull(),
  addressId: text('address_id').notNull(),
  orderedAt: timestamp('ordered_at', { withTimezone: true }).notNull().defaultNow(),
});

export type Order = typeof orders.$inferSelect;
export type Member = typeof members.$inferSelect;
export type WholesaleCustomer = typeof wholesaleCustomers.$inferSelect;
