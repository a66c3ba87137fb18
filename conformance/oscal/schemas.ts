import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** What the schemas of the release say about a document; `valid`, or the first error with its place. */
export type Judge = (document: unknown) => string;

/** Reads a JSON file. */
export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** JSON files of a folder, sorted; none when it is absent. */
export const jsonFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => join(folder, name))
    : [];

const rootOf = (schema: unknown): string => {
  const required =
    typeof schema === 'object' && schema !== null && 'required' in schema ? (schema.required as unknown) : undefined;
  return Array.isArray(required) ? String(required[0]) : '';
};

const say = (validate: ValidateFunction, document: unknown): string => {
  if (validate(document)) return 'valid';
  const [error] = validate.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'not valid'}`.trim();
};

/** Compiles each schema of `folder`: the judge of every model, by the name of its root (`catalog`, `profile`, …). */
export const loadJudges = (folder: string): ReadonlyMap<string, Judge> => {
  const judges = new Map<string, Judge>();
  for (const file of jsonFiles(folder)) {
    const schema = readJson(file);
    const ajv = new Ajv({ strict: false, unicodeRegExp: true });
    (addFormats as unknown as (ajv: Ajv) => void)(ajv);
    const validate = ajv.compile(schema as object);
    judges.set(rootOf(schema), (document) => say(validate, document));
  }
  return judges;
};

/** Name of the root of a document. */
export const modelOf = (document: unknown): string =>
  typeof document === 'object' && document !== null
    ? (Object.keys(document).find((name) => name !== '$schema') ?? '')
    : '';
