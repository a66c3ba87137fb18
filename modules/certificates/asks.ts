import type { CertificatesAsks } from './contract/asks.ts';
import { sm3Of } from './domain/proof.ts';
import { publishedBytes } from './files.ts';
import type { OcspResponder } from './ocsp.ts';
import { statusByOcsp } from './status-ask.ts';
import { demandUnattended, issuedOf, protocolAsks, type ProtocolNeeds } from './protocol-asks.ts';
import type { CertificateTables } from './tables.ts';
import { certificatesOf, renew, type EnrolNeeds } from './use-cases/enrol.ts';
import { issueRows } from './use-cases/issue.ts';
import { derOf, parseCertificate, parsePem, serialText } from '@chedun/x509';

const serialOf = (der: Uint8Array): string | undefined => {
  try {
    return serialText(parseCertificate(derOf(der, ['CERTIFICATE'])).serial);
  } catch {
    return undefined;
  }
};

/** What the asks stand on. */
export type AskNeeds = EnrolNeeds & ProtocolNeeds & { readonly ocsp: OcspResponder };

/** What others may ask of this module. */
export const certificatesAsks = (needs: AskNeeds): CertificatesAsks => ({
  ...protocolAsks(needs),
  chain: async (name) => {
    const chain = await needs.authorities.chainOf(await needs.authorities.named(name));
    return chain.toReversed().map(({ certificate }) => certificate.raw);
  },
  issue: async ({ authority: name, profile: id, csr, vin, device }, asker) => {
    const [profile, authority] = [await needs.profiles.get(id), await needs.authorities.named(name)];
    demandUnattended(profile, asker);
    const rows = [{ csr, vin, device, row: null }];
    const [result] = await issueRows(needs)({ profile, authority, rows, actor: asker, batch: null });
    return issuedOf(certificatesOf(result));
  },
  renew: async (serial, csr, asker) => {
    const { serials, pem } = await renew(needs)(serial, csr, asker);
    return { serials, der: parsePem(pem).map(({ bytes }) => bytes) };
  },
  newestOf: async (subject, profile) => {
    const row = await needs.records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select('serial')
      .where('subject', '=', subject)
      .where('profile', '=', profile)
      .where('state', '=', 'valid')
      .where('successor', 'is', null)
      .orderBy('issued_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.serial;
  },
  known: async (der) => {
    const serial = serialOf(der);
    if (serial === undefined) return undefined;
    const row = await needs.records
      .read<CertificateTables>()
      .selectFrom('certificates.certificates')
      .select(['serial', 'authority', 'profile', 'vin', 'device', 'state', 'not_after', 'der'])
      .where('serial', '=', serial)
      .executeTakeFirst();
    if (row === undefined || !Buffer.from(sm3Of(row.der)).equals(Buffer.from(sm3Of(der)))) return undefined;
    const expired = row.state === 'valid' && row.not_after.getTime() < needs.clock.now();
    const { name } = await needs.authorities.byId(row.authority);
    return {
      serial,
      authority: name,
      profile: row.profile,
      vin: row.vin,
      device: row.device,
      state: expired ? 'expired' : row.state,
    };
  },
  changeState: needs.change,
  statusByOcsp: statusByOcsp(needs),
  ocsp: needs.ocsp.answer,
  published: publishedBytes(needs),
});
