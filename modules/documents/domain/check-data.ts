import type { Json } from '@chedun/kernel';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { documentError } from '../errors.ts';
import type { DocumentTemplate } from '../template.ts';
import { schemaId, schemaOf } from './schema.ts';

/** What does not fit: where (JSON Pointer, empty for the whole) and why. */
export interface DataProblem {
  readonly at: string;
  readonly reason: string;
}

const MOST_PROBLEMS = 50;
const validators = new Map<string, ValidateFunction>();

/** The validator is loaded when the first document is written: the start of the server is not the time for it. */
const validatorOf = async (template: DocumentTemplate): Promise<ValidateFunction> => {
  const id = schemaId(template);
  const known = validators.get(id);
  if (known !== undefined) return known;
  const [{ Ajv2020 }, { default: formats }] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  formats.default(ajv);
  const made = ajv.compile(schemaOf(template));
  validators.set(id, made);
  return made;
};

const problemOf = ({ instancePath, keyword, params, message }: ErrorObject): DataProblem => {
  if (keyword === 'required')
    return { at: `${instancePath}/${String(params['missingProperty'])}`, reason: 'is missing' };
  if (keyword === 'additionalProperties')
    return { at: `${instancePath}/${String(params['additionalProperty']).slice(0, 60)}`, reason: 'is not known' };
  return { at: instancePath, reason: message ?? keyword };
};

/** Where data does not fit the JSON Schema of its template; empty when it fits. At most 50. */
export const dataProblems = async (
  template: DocumentTemplate,
  data: Readonly<Record<string, Json>>,
): Promise<DataProblem[]> => {
  const validate = await validatorOf(template);
  if (validate(data)) return [];
  return (validate.errors ?? []).slice(0, MOST_PROBLEMS).map(problemOf);
};

/** Throws `documents.bad-data` with the first place when data does not fit. */
export const needData = async (template: DocumentTemplate, data: Readonly<Record<string, Json>>): Promise<void> => {
  const problems = await dataProblems(template, data);
  const [first] = problems;
  if (first === undefined) return;
  const reason = problems.slice(0, 8).map(({ at, reason: why }) => `${at} ${why}`);
  throw documentError('documents.bad-data', { field: `data${first.at}`, reason: reason.join('; ') });
};
