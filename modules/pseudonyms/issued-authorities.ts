import { rangesIn, SERVICE_CRL_SERIES, serviceFields, toTime32 } from '@chedun/v2x-pki';
import {
  buildCrl,
  issueCertificate,
  parseCertificate,
  trustStore,
  validityOf,
  verifyCertificateChain,
} from '@chedun/v2x-security';
import type { ParsedCertificate, Signer } from '@chedun/v2x-security';
import type { ServiceAsks, ServiceAuthority, ServiceOrder } from './contract.ts';
import { pseudonymsError } from './errors.ts';
import type { Hierarchy, HierarchyNeeds } from './hierarchy.ts';
import type { Desks } from './desk.ts';
import { openNamedKey } from './role-keys.ts';
import type { RootTables } from './tables.ts';

/** Whether an authority below the root verifies now. */
export const verifiesUnder = (
  { suite, certificates, verifier }: Hierarchy,
  certificate: ParsedCertificate,
  authorities: readonly ParsedCertificate[],
  now: number,
): boolean =>
  verifyCertificateChain(certificate, {
    profile: suite.profile,
    now,
    verifier,
    ...trustStore([certificates.root], authorities),
    omittedRange: 'absent',
  }).isValid;

/** Certificate of an order under the authority, judged as every receiver will judge it. */
const certify = async (
  { clock }: HierarchyNeeds,
  hierarchy: Hierarchy,
  authority: Signer,
  { point, ...order }: ServiceOrder,
): Promise<Uint8Array> => {
  const { suite, certificates } = hierarchy;
  const fields = { ...order, suite, key: { curve: suite.curve, point } };
  const made = await issueCertificate(serviceFields(fields, certificates.root), authority);
  if (!verifiesUnder(hierarchy, made, [authority.certificate], Math.max(order.start, toTime32(clock.now()))))
    throw pseudonymsError('pseudonyms.ceremony-refused', { reason: 'the authority may not give this' });
  return made.bytes;
};

const openAuthority = (needs: HierarchyNeeds, hierarchy: Hierarchy, authority: Signer): ServiceAuthority => {
  const { certificate } = authority;
  const { suite, certificates } = hierarchy;
  return {
    certificate: certificate.bytes,
    root: certificates.root.bytes,
    ranges: rangesIn(certificate.value.toBeSigned).map(({ aid, ssp }) => ({
      aid,
      ssp: ssp.kind === 'opaque' ? { kind: ssp.kind, values: [...ssp.values] } : { ...ssp },
    })),
    notAfter: validityOf(certificate).end,
    certify: (order) => certify(needs, hierarchy, authority, order),
    signList: ({ serial, issued, next, entries }) =>
      buildCrl(
        suite.profile,
        {
          version: 1,
          crlSeries: SERVICE_CRL_SERIES,
          crlCraca: { octets: certificates.root.id8 },
          issueDate: issued,
          nextCrl: next,
          priorityInfo: {},
          typeSpecific: {
            fullHashCrl: {
              crlSerial: serial,
              entries: entries.map(({ id, expiry }) => ({ id: { octets: id }, expiry })),
            },
          },
        },
        authority,
      ),
  };
};

/** What other modules may ask about application and identity certificates. */
export const serviceAsks = (needs: HierarchyNeeds, desks: Desks): ServiceAsks => {
  const known = new Map<string, ServiceAuthority>();
  return {
    serviceAuthority: async (suite) => {
      const row = await needs.records
        .read<RootTables>()
        .selectFrom('pseudonyms.issued_authorities')
        .select(['id', 'certificate', 'key_name'])
        .where('suite', '=', suite)
        .where('kind', '=', 'service')
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined || row.key_name === null) return undefined;
      const open = known.get(row.id);
      if (open !== undefined) return open;
      const { hierarchy } = await desks.open(suite);
      const key = await openNamedKey(needs, hierarchy.suite, row.key_name);
      const made = openAuthority(needs, hierarchy, {
        ...key,
        certificate: parseCertificate(new Uint8Array(row.certificate)),
      });
      known.set(row.id, made);
      return made;
    },
  };
};
