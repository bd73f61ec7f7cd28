import { readFileSync } from 'node:fs';

/**
 * The text of a file of this package. `packages/bundle.js` replaces this module with the texts themselves, because
 * bundlers and compilers to CommonJS move the code away from its files and leave no `import.meta` to find them.
 */
export const packageFile = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
