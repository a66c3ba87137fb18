import { existsSync, readFileSync } from 'node:fs';

/** What the table of the data says of an example. */
export type Expected = 'valid' | 'invalid' | 'not a playbook';

const WORDS: Readonly<Record<string, Expected>> = {
  valid: 'valid',
  invalid: 'invalid',
  'not a playbook': 'not a playbook',
};

/** `oasis/a, b-2` as the names of files: those after the first stand in the same folder. */
const namesOf = (cell: string): readonly string[] => {
  const [first = '', ...others] = cell.split(',').map((name) =>
    name
      .trim()
      .replaceAll('`', '')
      .replace(/\.json$/, ''),
  );
  const folder = first.includes('/') ? first.slice(0, first.lastIndexOf('/') + 1) : '';
  return [first, ...others.map((name) => (name.includes('/') ? name : folder + name))];
};

/** Reads `| FILES | RESULT | NOTE |` rows of a README; empty without one. Keys are paths below `examples`, without `.json`. */
export const expectedResults = (readme: string): ReadonlyMap<string, Expected> => {
  const found = new Map<string, Expected>();
  if (!existsSync(readme)) return found;
  for (const line of readFileSync(readme, 'utf8').split('\n')) {
    const [, files = '', result = ''] = line.split('|');
    const expected = WORDS[result.trim().replaceAll('*', '').toLowerCase()];
    if (expected !== undefined) for (const name of namesOf(files.trim())) found.set(name, expected);
  }
  return found;
};
