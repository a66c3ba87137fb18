import { oscalError } from './errors.ts';

interface Seen {
  readonly defined: Set<string>;
  readonly used: { readonly uuid: string; readonly field: string }[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readField = (seen: Seen, name: string, value: unknown, field: string): void => {
  if (typeof value !== 'string') return;
  if (name === 'uuid') {
    if (seen.defined.has(value)) throw oscalError('oscal.reference-unknown', { field, reason: 'a UUID stands twice' });
    seen.defined.add(value);
    return;
  }
  if (name.endsWith('-uuid')) seen.used.push({ uuid: value, field });
  if (name === 'href' && value.startsWith('#')) seen.used.push({ uuid: value.slice(1), field });
};

const walk = (seen: Seen, value: unknown, path: string): void => {
  if (Array.isArray(value)) return value.forEach((each, index) => walk(seen, each, `${path}[${index}]`));
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    const field = path === '' ? name : `${path}.${name}`;
    if (name === 'party-uuids' && Array.isArray(inner)) {
      for (const uuid of inner) seen.used.push({ uuid: String(uuid), field });
      continue;
    }
    readField(seen, name, inner, field);
    walk(seen, inner, field);
  }
};

/**
 * Holds a document against what no JSON schema of OSCAL says: each UUID is defined once, and each reference within the
 * document (`…-uuid`, `party-uuids`, `href` of the form `#uuid`) names something that is in it. Throws
 * `oscal.reference-unknown` with the place. Returns the document.
 */
export const checkReferences = <Document>(document: Document): Document => {
  const seen: Seen = { defined: new Set(), used: [] };
  walk(seen, document, '');
  const missing = seen.used.find(({ uuid }) => !seen.defined.has(uuid));
  if (missing) throw oscalError('oscal.reference-unknown', { field: missing.field, uuid: missing.uuid });
  return document;
};
