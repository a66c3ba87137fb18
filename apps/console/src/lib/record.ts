/** One line of the tree of a record: a branch without value or a leaf with it. */
export interface RecordLine {
  /** Dotted path, as queries name it. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly value: string | undefined;
  /** Parts of the value that made a rule match; a match of the whole field is the whole value. */
  readonly marks: readonly string[];
}

interface Field {
  readonly path: string;
  readonly value: string;
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

const sameField = (path: string, field: string): boolean => {
  const a = path.toLowerCase();
  const b = field.toLowerCase();
  return a === b || a.endsWith(`.${b}`);
};

/** What to mark in a field: the matched values of its name, whole when the value does not contain them as text. */
export const marksOf = (
  field: Field,
  matched: readonly { readonly field: string; readonly value: string }[],
): readonly string[] =>
  matched
    .filter((match) => sameField(field.path, match.field))
    .map(({ value }) =>
      field.value.toLowerCase().includes(value.toLowerCase()) && value !== '' ? value : field.value,
    );

/** Flattened fields as an indented tree; each branch stands once above its first leaf. */
export const nestedLines = (
  fields: readonly Field[],
  matched: readonly { readonly field: string; readonly value: string }[],
  filter: string,
): readonly RecordLine[] => {
  const wanted = filter.trim().toLowerCase();
  const lines: RecordLine[] = [];
  const seen = new Set<string>();
  for (const field of fields) {
    const fits = wanted === '' || `${field.path}\n${field.value}`.toLowerCase().includes(wanted);
    if (!fits) continue;
    const parts = field.path.split('.');
    for (let depth = 0; depth < parts.length - 1; depth += 1) {
      const branch = parts.slice(0, depth + 1).join('.');
      if (seen.has(branch)) continue;
      seen.add(branch);
      lines.push({ path: branch, name: parts[depth] ?? '', depth, value: undefined, marks: [] });
    }
    lines.push({
      path: field.path,
      name: lastName(field.path),
      depth: parts.length - 1,
      value: field.value,
      marks: marksOf(field, matched),
    });
  }
  return lines;
};
