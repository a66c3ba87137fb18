import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** True for what the schemas take. */
export type SchemaJudge = (value: unknown) => boolean;

/** Compiles the schemas of a folder (draft-07) with `playbook.json` as their root. */
export const schemaJudge = (folder: string): SchemaJudge => {
  const ajv = new Ajv({ strict: false, logger: false });
  addFormats.default(ajv);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json') || file === 'playbook.json') continue;
    ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }
  const validate = ajv.compile(JSON.parse(readFileSync(join(folder, 'playbook.json'), 'utf8')));
  return (value) => validate(value) === true;
};
