import { toJsonSchema } from '@valibot/to-json-schema';

import { seedSchemas } from '../src/seed/schema.js';

/** The expected `seed.schema.json`: the schema of seeds, as far as editors can check it. */
export function seedJsonSchema(): object {
  const { seed, id, stage, app, person, link } = seedSchemas();
  const { $schema, title, $defs, ...rest } = toJsonSchema(seed, {
    definitions: { id, stage, app, person, link },
    ignoreActions: ['check'],
    overrideSchema: ({ valibotSchema }) =>
      valibotSchema.type === 'custom'
        ? {
            anyOf: [
              { type: 'string', pattern: '^[1-9][0-9]{0,18}$' },
              { type: 'integer', minimum: 1 },
            ],
          }
        : undefined,
  });
  return { $schema, title, ...rest, $defs };
}
