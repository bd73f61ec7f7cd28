import { expect, test } from '@jest/globals';
import { usage, usageTexts } from '../src/usage.js';

test.each(Object.entries(usageTexts()))('the text %s exists in Korean and English', (_, text) => {
  const made = text(['one'] as never);
  const { reason, remedy } = typeof made === 'function' ? made('state') : made;
  for (const { ko, en } of [reason, remedy]) {
    expect(ko).toMatch(/[가-힣].*\.$/);
    expect(en).toMatch(/^[^가-힣]+\.$/);
    expect(ko + en).not.toMatch(/(?<!`)undefined/);
  }
});

test('a mistake of the service has the status 500, and the same mistake in a request has 400', () => {
  const status = (code: number | undefined) => usage('option_malformed', 'scope', usageTexts().strings, code).status;
  expect([status(undefined), status(400)]).toEqual([500, 400]);
});

test('a code that the client does not list does not compile', () => {
  // @ts-expect-error -- not a code in the table
  expect(usage('no_such_code', 'scope', usageTexts().strings).status).toBeUndefined();
});
