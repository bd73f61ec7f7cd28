import { readFileSync } from 'node:fs';

/**
 * The text of a file that lies beside the code. `packages/bundle.js` replaces this module with the texts themselves:
 * bundlers, and compilers to CommonJS, move code away from its files and leave no `import.meta` to find them by.
 */
export const packageFile = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
