import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { fromTime32, rangesIn, toTime32 } from '@chedun/v2x-pki';
import { parseCertificate, validityOf } from '@chedun/v2x-security';
import type { IssuedAuthority } from './contract.ts';
import type { Desks } from './desk.ts';
import { pseudonymsError } from './errors.ts';
import { verifiesUnder } from './issued-authorities.ts';
import type { RootTables } from './tables.ts';
import type { PseudonymUses } from './uses.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Clock;
}

const MOST_CEREMONIES = 200;
const isoOf = (seconds: number): string => new Date(fromTime32(seconds)).toISOString();

const ceremonies = async ({ records }: Needs) => {
  const rows = await records
    .read<RootTables>()
    .selectFrom('pseudonyms.ceremonies')
    .selectAll()
    .orderBy('proposed_at', 'desc')
    .limit(MOST_CEREMONIES)
    .execute();
  return {
    items: rows.map((row) => ({
      id: row.id,
      plan: row.plan,
      note: row.note,
      state: row.state,
      proposedBy: row.proposed_by.name,
      proposedAt: row.proposed_at.toISOString(),
      decidedBy: row.decided_by?.name ?? null,
      decidedAt: row.decided_at?.toISOString() ?? null,
      transcript: row.transcript_hash?.toString('hex') ?? null,
    })),
  };
};

const viewOf = async (
  { clock }: Needs,
  desks: Desks,
  row: RootTables['pseudonyms.issued_authorities'],
): Promise<IssuedAuthority> => {
  const certificate = parseCertificate(new Uint8Array(row.certificate));
  const { start, end } = validityOf(certificate);
  const { hierarchy } = await desks.open(row.suite);
  return {
    id: row.id,
    suite: row.suite,
    kind: row.kind,
    name: row.name,
    id8: certificate.id8,
    notBefore: isoOf(start),
    notAfter: isoOf(end),
    ranges: rangesIn(certificate.value.toBeSigned).map(({ aid, ssp }) => ({
      aid,
      ssp: ssp.kind === 'opaque' ? { kind: ssp.kind, values: [...ssp.values] } : { ...ssp },
    })),
    valid: verifiesUnder(hierarchy, certificate, [], toTime32(clock.now())),
  };
};

const issuedAuthorities = async (needs: Needs, desks: Desks) => {
  const db = needs.records.read<RootTables>();
  const rows = await db
    .selectFrom('pseudonyms.issued_authorities')
    .selectAll()
    .orderBy('created_at', 'desc')
    .limit(MOST_CEREMONIES)
    .execute();
  const lists = await db
    .selectFrom('pseudonyms.authority_lists')
    .select(['suite', 'series', 'issued_at', 'next_at', 'certificates'])
    .orderBy('series', 'desc')
    .limit(MOST_CEREMONIES)
    .execute();
  const items: IssuedAuthority[] = [];
  for (const row of rows) items.push(await viewOf(needs, desks, row));
  return {
    items,
    lists: lists.map(({ suite, series, issued_at, next_at, certificates }) => ({
      suite,
      series,
      certificates,
      issuedAt: issued_at.toISOString(),
      nextAt: next_at.toISOString(),
      fresh: next_at.getTime() > needs.clock.now(),
    })),
  };
};

/** Screens of ceremonies, and what they made. */
export const ceremoniesRead = (
  needs: Needs,
  desks: Desks,
): Pick<PseudonymUses, 'ceremonies' | 'transcript' | 'issuedAuthorities' | 'authorityList' | 'issuedCertificate'> => ({
  ceremonies: () => ceremonies(needs),
  issuedAuthorities: () => issuedAuthorities(needs, desks),
  transcript: async (id) => {
    const row = await needs.records
      .read<RootTables>()
      .selectFrom('pseudonyms.ceremonies')
      .select('transcript')
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined || row.transcript === null) throw pseudonymsError('pseudonyms.not-published');
    return row.transcript;
  },
  authorityList: async (suite) => {
    const row = await needs.records
      .read<RootTables>()
      .selectFrom('pseudonyms.authority_lists')
      .select('bytes')
      .where('suite', '=', suite)
      .orderBy('series', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) throw pseudonymsError('pseudonyms.not-published');
    return new Uint8Array(row.bytes);
  },
  issuedCertificate: async (id) => {
    const row = await needs.records
      .read<RootTables>()
      .selectFrom('pseudonyms.issued_authorities')
      .select('certificate')
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw pseudonymsError('pseudonyms.not-published');
    return new Uint8Array(row.certificate);
  },
});
