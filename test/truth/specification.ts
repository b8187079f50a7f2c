import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { sharedPath } from '../support/shared-folder.ts';

/** What the Compose specification's schema says against a Compose file; undefined where it accepts it. */
export type Specification = (text: string) => string | undefined;

/** The schema of the Compose specification; undefined where it is not at hand. */
export function specification(context: TestContext): Specification | undefined {
  const path = sharedPath('facts/compose-specification.json', context);
  if (path === undefined) return undefined;
  const schema = JSON.parse(readFileSync(path, 'utf8'));
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema.schema ?? schema);
  return (text) => {
    if (validate(parse(text, { merge: true, logLevel: 'silent' }) ?? {})) return undefined;
    return validate.errors?.map((error) => `${error.instancePath} ${error.message}`).join('; ');
  };
}
