import type { ParsedCertificate } from '../certificate.ts';
import type { LinkageProfile } from '../butterfly/linkage.ts';
import { LINKAGE_AES } from '../butterfly/linkage.ts';
import type { Revocations } from '../trust/chain.ts';
import type { CrlValue } from './crl.ts';
import { revocationId } from './crl.ts';
import { LinkedRevocations } from './linked-revocation.ts';
import type { LinkedCrl } from './linked-revocation.ts';

/** What came of a list: `older` and `gap` leave everything as it was. */
export type ApplyResult = 'applied' | 'older' | 'gap';

interface Series {
  readonly issued: number;
  /** Serial of the last list by hashes. */
  readonly serial: number;
  readonly hashes: ReadonlySet<string>;
  readonly linked: readonly LinkedCrl[];
}

const EMPTY: Series = { issued: -1, serial: -1, hashes: new Set(), linked: [] };

/**
 * Everything that is revoked, from lists that were judged by `verifyCrl` before. A full list takes the place of what
 * its authority and series had said, a delta list adds to it. A certificate is revoked when any list names it.
 */
export class RevocationStore implements Revocations {
  private readonly series = new Map<string, Series>();
  private readonly profile: LinkageProfile;
  private linked: LinkedRevocations;
  private changes = 0;
  constructor(profile: LinkageProfile = LINKAGE_AES) {
    this.profile = profile;
    this.linked = new LinkedRevocations(profile, []);
  }

  /** Grows with every list that is applied. */
  get version(): number {
    return this.changes;
  }

  /** Takes a list. Older than what is known: `older`. A delta by hashes that does not follow the last serial: `gap`. */
  apply(contents: CrlValue): ApplyResult {
    const name = `${contents.crlCraca.octets}:${contents.crlSeries}`;
    const before = this.series.get(name) ?? EMPTY;
    if (contents.issueDate < before.issued) return 'older';
    const after = merged(before, contents);
    if (after === 'gap') return 'gap';
    this.series.set(name, after);
    this.linked = new LinkedRevocations(
      this.profile,
      [...this.series.values()].flatMap(({ linked }) => linked),
    );
    this.changes += 1;
    return 'applied';
  }

  /** Whether a certificate is revoked by its hash or by its linkage values. */
  isRevoked(certificate: ParsedCertificate): boolean {
    const id = revocationId(certificate);
    for (const { hashes } of this.series.values()) if (hashes.has(id)) return true;
    const subject = certificate.value.toBeSigned.id;
    return 'linkageData' in subject && this.linked.has(subject.linkageData);
  }
}

const merged = (before: Series, { issueDate, typeSpecific }: CrlValue): Series | 'gap' => {
  const issued = issueDate;
  if ('fullHashCrl' in typeSpecific) {
    const { crlSerial, entries } = typeSpecific.fullHashCrl;
    return { ...before, issued, serial: crlSerial, hashes: new Set(entries.map(({ id }) => id.octets)) };
  }
  if ('deltaHashCrl' in typeSpecific) {
    const { crlSerial, entries } = typeSpecific.deltaHashCrl;
    if (before.serial < 0 || crlSerial !== before.serial + 1) return 'gap';
    return {
      ...before,
      issued,
      serial: crlSerial,
      hashes: new Set([...before.hashes, ...entries.map(({ id }) => id.octets)]),
    };
  }
  if ('fullLinkedCrl' in typeSpecific) return { ...before, issued, linked: [typeSpecific.fullLinkedCrl] };
  if ('deltaLinkedCrl' in typeSpecific)
    return { ...before, issued, linked: [...before.linked, typeSpecific.deltaLinkedCrl] };
  return { ...before, issued };
};
