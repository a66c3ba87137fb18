import { SigmaFault, type SigmaError, worded } from '../errors.ts';
import { checkRule } from '../ir/lower.ts';
import { assemble, type Assembled } from './collections.ts';
import { toDocument } from './document.ts';
import { scalarText } from './json.ts';
import type { SigmaDocument } from './sigma-document.ts';
import { readYaml } from './yaml.ts';

/** What came out of one file. */
export interface ParsedFile {
  readonly documents: readonly SigmaDocument[];
  readonly errors: readonly SigmaError[];
}

/**
 * Reads every Sigma document of a YAML text. Never throws. A document that is wrong (YAML, structure, condition,
 * modifiers, values, regular expressions) becomes an error with line and column; the others are returned.
 * Placeholders are not looked up here: that is up to `compile`, which has the table.
 */
export const parseRules = (text: string, options: { readonly file: string }): ParsedFile => {
  const yaml = readYaml(text, options.file);
  const assembled = assemble(yaml.documents, options.file);
  const errors: SigmaError[] = [...yaml.errors, ...assembled.errors];
  const documents: SigmaDocument[] = [];
  for (const one of assembled.documents) {
    try {
      const document = toDocument(one.value, options.file, one.source.start.line);
      if (document.kind !== 'correlation') checkRule(document);
      documents.push(document);
    } catch (error) {
      if (!(error instanceof SigmaFault)) throw error;
      errors.push(describe(error, one, options.file));
    }
  }
  return { documents, errors: errors.toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0)) };
};

const describe = (error: SigmaFault, from: Assembled, file: string): SigmaError => {
  const ruleId = scalarText(from.value['id']);
  const title = scalarText(from.value['title']);
  return {
    code: error.code,
    ...worded(error.why),
    file,
    ...from.source.locate(error.path),
    ...(error.path.length === 0 ? {} : { field: error.path.join('.') }),
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(title === undefined ? {} : { title }),
  };
};
