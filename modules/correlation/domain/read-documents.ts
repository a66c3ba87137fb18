import { parseRules, reasonText, type CorrelationRule, type SigmaError, type SigmaFilter } from '@chedun/sigma';
import type { Bilingual } from '@chedun/kernel';
import { createHash } from 'node:crypto';

/** A correlation or a filter with the id under which it is kept; the document carries that id too. */
export interface ReadDocument {
  readonly id: string;
  readonly document: CorrelationRule | SigmaFilter;
}

/** The reason of a refusal in both languages. */
export const errorText = ({ why, reason }: Pick<SigmaError, 'why' | 'reason'>): Bilingual =>
  why ? { zh: reasonText(why, 'zh'), en: reasonText(why, 'en') } : { zh: reason, en: reason };

const idOf = (id: string | undefined, path: string, position: number): string =>
  id ?? `x-${createHash('sha256').update(`${path}#${position}`).digest('hex').slice(0, 32)}`;

/**
 * Correlations and filters of a file, with what is wrong in it. A document without an id gets one made of its place, so
 * that the same file gives the same ids.
 */
export const readDocuments = (
  path: string,
  text: string,
): { readonly documents: readonly ReadDocument[]; readonly errors: readonly SigmaError[] } => {
  const { documents, errors } = parseRules(text, { file: path });
  return {
    errors,
    documents: documents.flatMap((document, position): ReadDocument[] => {
      if (document.kind === 'rule') return [];
      const id = idOf(document.id, path, position);
      return [{ id, document: { ...document, id } }];
    }),
  };
};
