/** One field that an action changed. */
export interface FieldChange {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const isBranch = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const leafText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(leafText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const flatten = (value: unknown, path: string, into: Map<string, string>): Map<string, string> => {
  if (isBranch(value)) {
    for (const [name, child] of Object.entries(value)) flatten(child, path === '' ? name : `${path}.${name}`, into);
  } else if (path !== '' || leafText(value) !== '') into.set(path, leafText(value));
  return into;
};

/** The fields in which two records differ, in the order of their names. */
export const changedFields = (before: unknown, after: unknown): readonly FieldChange[] => {
  const old = flatten(before, '', new Map());
  const fresh = flatten(after, '', new Map());
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .toSorted()
    .map((field) => ({ field, before: old.get(field) ?? '', after: fresh.get(field) ?? '' }))
    .filter((change) => change.before !== change.after);
};
