import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { SHOP_CONFIG } from '../config.module.js';
import { type Connection, openDatabase } from './connection.js';
import { DATABASE } from './database.js';

/** Injection token of the {@link Connection}. */
export const CONNECTION = Symbol('CONNECTION');

@Global()
@Module({
  providers: [
    { provide: CONNECTION, inject: [SHOP_CONFIG], useFactory: openDatabase },
    { provide: DATABASE, inject: [CONNECTION], useFactory: (connection: Connection) => connection.database },
  ],
  exports: [DATABASE, CONNECTION],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTION) private readonly connection: Connection) {}

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
