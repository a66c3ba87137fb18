import { TAG, context, ia5String, implicit, int, oid, raw, seq } from '@chedun/asn1/der';
import type { DerReader } from '@chedun/asn1/der';
import { x509Error } from '../errors.ts';
import { extension, readList, readValue } from '../extension.ts';
import type { Extension, HasExtensions } from '../extension.ts';
import { EXTENSION } from '../oids.ts';

/** One policy of a certificate (RFC 5280 4.2.1.4). */
export interface PolicyInformation {
  readonly policy: string;
  /** PolicyQualifiers as they stand (the SEQUENCE); undefined when there are none. */
  readonly qualifiers?: Uint8Array | undefined;
}

/** That a policy of the issuer equals one of the subject (RFC 5280 4.2.1.5). */
export interface PolicyMapping {
  readonly issuer: string;
  readonly subject: string;
}

/** PolicyConstraints (RFC 5280 4.2.1.11): how many more certificates until the rule holds. */
export interface PolicyConstraints {
  readonly requireExplicit: number | undefined;
  readonly inhibitMapping: number | undefined;
}

const MAX_POLICIES = 256;
const MAX_SKIP = 255;
const CPS = '1.3.6.1.5.5.7.2.1';

const readPolicy = (reader: DerReader): PolicyInformation => {
  const outer = reader.open(TAG.sequence);
  const policy = reader.oid();
  const qualifiers = reader.done() ? undefined : reader.element(TAG.sequence);
  reader.close(outer);
  return { policy, qualifiers };
};

/** Policies; undefined when absent. Each policy once. */
export const certificatePoliciesOf = (from: HasExtensions): readonly PolicyInformation[] | undefined =>
  readValue(from, EXTENSION.certificatePolicies, (reader) => {
    const list = readList(reader, MAX_POLICIES, readPolicy);
    if (new Set(list.map((each) => each.policy)).size !== list.length)
      throw x509Error('x509.structure', { offset: 0, reason: 'a policy stands twice' });
    return list;
  });

/** Qualifiers with the address of a practice statement. */
export const cpsQualifier = (uri: string): Uint8Array =>
  extension('1.1', 'not-critical', seq(seq(oid(CPS), ia5String(uri)))).value;

/** Makes CertificatePolicies. */
export const certificatePolicies = (
  list: readonly PolicyInformation[],
  critical: 'critical' | 'not-critical' = 'not-critical',
): Extension =>
  extension(
    EXTENSION.certificatePolicies,
    critical,
    seq(...list.map(({ policy, qualifiers }) => seq(oid(policy), qualifiers && raw(qualifiers)))),
  );

/** Mappings of policies; undefined when absent. */
export const policyMappingsOf = (from: HasExtensions): readonly PolicyMapping[] | undefined =>
  readValue(from, EXTENSION.policyMappings, (reader) =>
    readList(reader, MAX_POLICIES, (inner) => {
      const outer = inner.open(TAG.sequence);
      const [issuer, subject] = [inner.oid(), inner.oid()];
      inner.close(outer);
      return { issuer, subject };
    }),
  );

/** Makes PolicyMappings, critical. */
export const policyMappings = (list: readonly PolicyMapping[]): Extension =>
  extension(
    EXTENSION.policyMappings,
    'critical',
    seq(...list.map(({ issuer, subject }) => seq(oid(issuer), oid(subject)))),
  );

/** PolicyConstraints; undefined when absent. */
export const policyConstraintsOf = (from: HasExtensions): PolicyConstraints | undefined =>
  readValue(from, EXTENSION.policyConstraints, (reader) => {
    const outer = reader.open(TAG.sequence);
    const requireExplicit = reader.peek() === context(0) ? reader.small(MAX_SKIP, context(0)) : undefined;
    const inhibitMapping = reader.peek() === context(1) ? reader.small(MAX_SKIP, context(1)) : undefined;
    reader.close(outer);
    return { requireExplicit, inhibitMapping };
  });

/** Makes PolicyConstraints, critical. */
export const policyConstraints = ({ requireExplicit, inhibitMapping }: Partial<PolicyConstraints>): Extension =>
  extension(
    EXTENSION.policyConstraints,
    'critical',
    seq(
      requireExplicit === undefined ? undefined : implicit(0, int(requireExplicit)),
      inhibitMapping === undefined ? undefined : implicit(1, int(inhibitMapping)),
    ),
  );

/** After how many certificates any-policy no longer counts (RFC 5280 4.2.1.14); undefined when absent. */
export const inhibitAnyPolicyOf = (from: HasExtensions): number | undefined =>
  readValue(from, EXTENSION.inhibitAnyPolicy, (reader) => reader.small(MAX_SKIP));

/** Makes InhibitAnyPolicy, critical. */
export const inhibitAnyPolicy = (skip: number): Extension =>
  extension(EXTENSION.inhibitAnyPolicy, 'critical', int(skip));
