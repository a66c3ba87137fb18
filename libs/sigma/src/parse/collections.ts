import { worded, type SigmaError } from '../errors.ts';
import { isMap, mergeMaps } from './json.ts';
import type { JsonMap } from './types.ts';
import type { YamlDocument } from './yaml.ts';
import { say } from '../reason/reason.ts';

/** One document after `action:` has been applied. */
export interface Assembled {
  readonly value: JsonMap;
  readonly source: YamlDocument;
}

/**
 * Applies the legacy collection actions: `global` lays its content under every later document, `reset` forgets it,
 * `repeat` lays its content over the document before it.
 */
export const assemble = (
  sources: readonly YamlDocument[],
  file: string,
): { documents: readonly Assembled[]; errors: readonly SigmaError[] } => {
  const documents: Assembled[] = [];
  const errors: SigmaError[] = [];
  let global: JsonMap = {};
  let previous: JsonMap = {};
  for (const source of sources) {
    if (!isMap(source.value)) {
      errors.push({ code: 'sigma.document', file, ...source.start, ...worded(say('document-not-map')) });
      continue;
    }
    const { action, ...own } = source.value;
    if (action === 'global') global = mergeMaps(global, own);
    else if (action === 'reset') global = {};
    else if (action === undefined || action === 'repeat') {
      previous = action === 'repeat' ? mergeMaps(previous, own) : mergeMaps(global, own);
      documents.push({ value: previous, source });
    } else {
      errors.push({
        code: 'sigma.document',
        file,
        ...source.locate(['action']),
        field: 'action',
        ...worded(say('action-unknown')),
      });
    }
  }
  return { documents, errors };
};
