import { TAG, contextOf, implicit, seq } from '@chedun/asn1/der';
import type { Der, DerReader } from '@chedun/asn1/der';
import { x509Error } from '../errors.ts';
import { extension, readValue } from '../extension.ts';
import type { Extension, HasExtensions } from '../extension.ts';
import { generalNameDer, generalNamesDer, readGeneralName, readGeneralNames } from '../general-name.ts';
import type { GeneralName } from '../general-name.ts';
import { EXTENSION } from '../oids.ts';

/** NameConstraints (RFC 5280 4.2.1.10); minimum is 0 and maximum absent, as there. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

const MAX_SUBTREES = 1024;

/** Other names of the subject; undefined when absent. */
export const subjectAltNameOf = (from: HasExtensions): readonly GeneralName[] | undefined =>
  readValue(from, EXTENSION.subjectAltName, readGeneralNames);

/** Makes SubjectAltName; it has to be critical when the subject is empty (RFC 5280 4.2.1.6). */
export const subjectAltName = (
  names: readonly GeneralName[],
  critical: 'critical' | 'not-critical' = 'not-critical',
): Extension => extension(EXTENSION.subjectAltName, critical, generalNamesDer(names));

/** Other names of the issuer; undefined when absent. */
export const issuerAltNameOf = (from: HasExtensions): readonly GeneralName[] | undefined =>
  readValue(from, EXTENSION.issuerAltName, readGeneralNames);

/** Makes IssuerAltName. */
export const issuerAltName = (names: readonly GeneralName[]): Extension =>
  extension(EXTENSION.issuerAltName, 'not-critical', generalNamesDer(names));

const readSubtrees = (reader: DerReader, number: number): readonly GeneralName[] => {
  const outer = reader.openIf(contextOf(number));
  if (outer < 0) return [];
  const names: GeneralName[] = [];
  while (!reader.done()) {
    if (names.length >= MAX_SUBTREES) throw x509Error('x509.limit', { offset: reader.at, reason: 'too many subtrees' });
    const tree = reader.open(TAG.sequence);
    names.push(readGeneralName(reader));
    if (!reader.done())
      throw x509Error('x509.structure', { offset: reader.at, reason: 'a subtree with minimum or maximum' });
    reader.close(tree);
  }
  if (names.length === 0) throw x509Error('x509.structure', { offset: reader.at, reason: 'no subtrees' });
  reader.close(outer);
  return names;
};

/** NameConstraints; undefined when absent. Throws `x509.structure` for minimum or maximum, which RFC 5280 forbids. */
export const nameConstraintsOf = (from: HasExtensions): NameConstraints | undefined =>
  readValue(from, EXTENSION.nameConstraints, (reader) => {
    const outer = reader.open(TAG.sequence);
    const permitted = readSubtrees(reader, 0);
    const excluded = readSubtrees(reader, 1);
    reader.close(outer);
    return { permitted, excluded };
  });

const subtrees = (number: number, names: readonly GeneralName[]): Der | undefined =>
  names.length === 0 ? undefined : implicit(number, seq(...names.map((name) => seq(generalNameDer(name)))));

/** Makes NameConstraints, critical. */
export const nameConstraints = ({ permitted, excluded }: NameConstraints): Extension =>
  extension(EXTENSION.nameConstraints, 'critical', seq(subtrees(0, permitted), subtrees(1, excluded)));
