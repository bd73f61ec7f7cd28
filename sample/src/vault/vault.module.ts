import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { CONNECTION, DatabaseModule } from '../database/database.module.js';
import { SealedRecords } from './sealed-records.service.js';
import { type OpenStore, openStore } from './store.js';
import { VAULT_OPTIONS, type VaultOptions } from './vault-options.js';

const OPEN_STORE = Symbol('OPEN_STORE');

@Global()
@Module({
  imports: [DatabaseModule],
  providers: [
    SealedRecords,
    { provide: OPEN_STORE, inject: [SHOP_CONFIG, CONNECTION], useFactory: openStore },
    {
      provide: VAULT_OPTIONS,
      inject: [SHOP_CONFIG, OPEN_STORE],
      useFactory: ({ vaultKeys: keys }: ShopConfig, { store }: OpenStore): VaultOptions => ({ store, keys }),
    },
  ],
  exports: [VAULT_OPTIONS, SealedRecords],
})
export class VaultModule implements OnApplicationShutdown {
  constructor(@Inject(OPEN_STORE) private readonly open: OpenStore) {}

  onApplicationShutdown(): void {
    this.open.close();
  }
}
