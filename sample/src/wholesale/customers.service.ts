import { Inject, Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { DATABASE, type Database } from '../database/database.js';
import { type WholesaleCustomer, wholesaleCustomers } from '../database/schema.js';

@Injectable()
export class CustomersService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(kakaoId: string): Promise<WholesaleCustomer | undefined> {
    const [customer] = await this.database
      .select()
      .from(wholesaleCustomers)
      .where(eq(wholesaleCustomers.kakaoId, kakaoId));
    return customer;
  }

  async add(kakaoId: string, businessName: string, taxInvoice: boolean): Promise<void> {
    await this.database
      .insert(wholesaleCustomers)
      .values({ kakaoId, businessName, taxInvoice })
      .onConflictDoUpdate({ target: wholesaleCustomers.kakaoId, set: { businessName, taxInvoice } });
  }

  async remove(kakaoId: string): Promise<void> {
    await this.database.delete(wholesaleCustomers).where(eq(wholesaleCustomers.kakaoId, kakaoId));
  }
}
