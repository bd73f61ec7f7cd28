import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { korean, packageFolders, sitePages } from '../../../test/support/documents.js';
import { read } from '../../../test/support/markdown.js';
import { root } from '../../../test/support/packages.js';

/** Options that few readers look for: they are in the reference only. */
const onlyInReference: Readonly<Record<string, readonly string[]>> = {
  ShippingListOptions: ['fromUpdatedAt'],
  UserIdsOptions: ['order'],
  VerifyIdTokenOptions: ['fromTokenEndpoint'],
  // Ignored. It is there for code written for passport-oauth2.
  KakaoStrategyOptions: ['sessionKey'],
  // For tests.
  MemoryInboxOptions: ['monotonic'],
  DoctorOptions: ['nodeVersion', 'variables'],
  VaultStoreTestsOptions: ['patience'],
  // Most use the command.
  MigrateOptions: ['dryRun', 'paths'],
};

const guides = [...sitePages, ...packageFolders.map((folder) => `${folder}/README.md`)];
/** What stands as code in a guide, whole or in part: `webhooks.inbox`, `memoryInbox({ attempts })`. */
const named = new Set(
  guides
    .flatMap((file) => read(file).match(/```[\s\S]*?```|`[^`]+`/g) ?? [])
    .flatMap((code) => code.match(/\w+/g) ?? []),
);

/** The properties of every interface whose name ends with `Options`, from the reports that `npm run api` writes. */
const options = new Map(
  packageFolders
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.api.md'))
    .flatMap((file) => [...read(file).matchAll(/^export interface (\w+Options)\b[^{]*\{\n([\s\S]*?)^\}/gm)])
    .map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??[:(]/gm)].map(([, property = '']) => property),
    ]),
);

test('the reports have the options of all packages', () => {
  expect(options.size).toBeGreaterThan(30);
});

test.each([...options])('every option of %s is in a guide', (name, properties) => {
  expect(properties.filter((property) => !named.has(property))).toEqual(onlyInReference[name] ?? []);
});

/** The numbers that the comments of the sources call a default, by the name of the option. */
const defaults = new Map<string, Set<number>>();
for (const folder of packageFolders) {
  const sources = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  for (const file of sources.filter((path) => /^src\/.+\.ts$/.test(path))) {
    const text = readFileSync(join(root, folder, file), 'utf8');
    for (const [, comment = '', name = ''] of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+(\w+)\?[:(]/g)) {
      const [, number] = /\bDefault(?: is)? `?([\d,]+)/.exec(comment) ?? [];
      if (number === undefined) continue;
      defaults.set(name, (defaults.get(name) ?? new Set()).add(Number(number.replaceAll(',', ''))));
    }
  }
}

test.each([...guides, ...guides.map(korean)])('%s: the defaults in tables are those of the sources', (file) => {
  const wrong = [...read(file).matchAll(/^\| `(\w+)` +\|(.*)\|$/gm)].filter(([, name = '', rest = '']) => {
    const [, number] = /^ `(\d+)` +\||\((\d[\d,]*)[;,초)]/.exec(rest)?.filter((one) => one !== undefined) ?? [];
    const known = defaults.get(name);
    return number !== undefined && known !== undefined && !known.has(Number(number.replaceAll(',', '')));
  });
  expect(wrong.map(([row]) => row)).toEqual([]);
});
