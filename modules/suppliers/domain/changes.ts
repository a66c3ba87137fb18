import type { Change, SupplierInput } from '../contract.ts';

const MOST_TEXT = 500;

const textOf = (value: SupplierInput[keyof SupplierInput] | undefined): string => {
  if (value === undefined) return '';
  if (typeof value === 'string') return value.slice(0, MOST_TEXT);
  return value
    .map((each) => (typeof each === 'string' ? each : `${each.kind}:${each.name}`))
    .join(', ')
    .slice(0, MOST_TEXT);
};

/** Fields of a dossier that are not the same any more, as texts. */
export const changesOf = (before: SupplierInput | undefined, after: SupplierInput): Change['fields'] =>
  (Object.keys(after) as (keyof SupplierInput)[]).flatMap((field) => {
    const [old, fresh] = [textOf(before?.[field]), textOf(after[field])];
    return old === fresh ? [] : [{ field, before: old, after: fresh }];
  });
