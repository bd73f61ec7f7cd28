import { Inject, Injectable } from '@nestjs/common';
import { and, eq } from 'drizzle-orm';
import { DATABASE, type Database } from '../database/database.js';
import { type Order, orders } from '../database/schema.js';

@Injectable()
export class OrdersService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async place(order: Pick<Order, 'memberId' | 'item' | 'price' | 'addressId'>): Promise<Order> {
    const [placed] = await this.database.insert(orders).values(order).returning();
    if (placed === undefined) throw new Error('The database did not return the order it stored.');
    return placed;
  }

  /** An order of this member. Members cannot see each other's orders. */
  async find(id: number, memberId: number): Promise<Order | undefined> {
    const [order] = await this.database
      .select()
      .from(orders)
      .where(and(eq(orders.id, id), eq(orders.memberId, memberId)));
    return order;
  }
}
