/** Longest text that names an entity or is compared. */
const MOST_TEXT = 300;

const plain = (value: unknown): string => {
  if (typeof value === 'string') return value.slice(0, MOST_TEXT);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? plain(value[0]) : '';
};

/** Text of a field by its name: flat (`can.rule`), nested at every dot, or flat below the first level. '' when it is none. */
export const fieldReader = (name: string): ((fields: object) => string) => {
  const parts = name.split('.');
  const [first = '', ...rest] = parts;
  const below = rest.join('.');
  return (fields) => {
    const flat = plain(Reflect.get(fields, name));
    if (flat !== '' || rest.length === 0) return flat;
    let here: unknown = Reflect.get(fields, first);
    if (typeof here !== 'object' || here === null) return '';
    const half = plain(Reflect.get(here, below));
    if (half !== '') return half;
    for (const part of rest) {
      if (typeof here !== 'object' || here === null) return '';
      here = Reflect.get(here, part);
    }
    return plain(here);
  };
};
