export type { VaultRecord, VaultStore } from './store.js';
