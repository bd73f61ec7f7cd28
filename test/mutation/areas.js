/** The sources to mutate, and the tests that must detect the mutants. */
// @ts-nocheck

const areas = {
  vault: {
    sources: ['packages/vault/src/{refresher,tokens,records,sealer,keys,vault}.ts'],
    tests: ['packages/vault/test/*.test.ts'],
  },
  client: {
    sources: ['packages/client/src/oidc/*.ts', 'packages/client/src/transport/{read-answer,retry,exchange}.ts'],
    tests: ['packages/client/test/{,**/}*.test.ts'],
  },
  passport: {
    sources: ['packages/passport/src/{again,begin,finish,pending-login,redirect-uri,return-to,verify}.ts'],
    tests: ['packages/passport/test/*.test.ts'],
  },
};

const name = process.env['AREA'] ?? '';
const whole = areas[name];
if (whole === undefined) throw new Error(`Set AREA to one of: ${Object.keys(areas).join(', ')}.`);

const named = process.env['TESTS']?.split(',');

/** `TESTS` names the tests of a source. By default, all quick tests of the package run once for each mutant. */
export const area = { ...whole, tests: named ?? whole.tests, quickOnly: named === undefined };
