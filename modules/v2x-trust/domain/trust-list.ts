import { createHash } from 'node:crypto';
import { parsePkiCtl, parseRootCtl, verifyTrustList } from '@chedun/v2x-security';
import type { ParsedCertificate, SignatureVerifier } from '@chedun/v2x-security';
import type { Freshness, ListedCertificate, ListKind, TrustListDetail } from '../contract.ts';
import { certificateView } from './certificate-view.ts';

/** A list that was read, with what both kinds have in common. */
export interface ReadList {
  readonly kind: ListKind;
  readonly bytes: Uint8Array;
  /** HashedId8 of who signed it; undefined when it names itself. */
  readonly issuer: string | undefined;
  readonly series: number;
  /** Seconds since 2004. */
  readonly issued: number;
  readonly next: number;
  readonly certificates: readonly ParsedCertificate[];
  /** Address that stands beside each certificate. */
  readonly urls: readonly (string | undefined)[];
  /** SM3 of the bytes, hex. */
  readonly sm3: string;
  readonly verdict: (issuer: ParsedCertificate, now: number, verifier: SignatureVerifier) => string;
}

/** SM3 of bytes, hex. */
const sm3Of = (bytes: Uint8Array): string => createHash('sm3').update(bytes).digest('hex');

/** Reads a list of trust. Throws `v2xsec.format` with byte and field. */
export const readList = (kind: ListKind, bytes: Uint8Array): ReadList => {
  const common = { kind, bytes, sm3: sm3Of(bytes) };
  if (kind === 'root-ctl') {
    const list = parseRootCtl(bytes);
    const { issuer, series, issued, next, certificates } = list;
    return {
      ...common,
      issuer,
      series,
      issued,
      next,
      certificates,
      urls: list.value.toBeSigned.pkiCtlInfos.map(({ caListUrl }) => caListUrl),
      verdict: (signer, now, verifier) => verifyTrustList(list, { issuer: signer, now, verifier }),
    };
  }
  const list = parsePkiCtl(bytes);
  const { issuer, series, issued, next, certificates } = list;
  return {
    ...common,
    issuer,
    series,
    issued,
    next,
    certificates,
    urls: list.value.toBeSigned.pkiCertInfos.flatMap(({ certificates: some, crlUrl }) => some.map(() => crlUrl)),
    verdict: (signer, now, verifier) => verifyTrustList(list, { issuer: signer, now, verifier }),
  };
};

/**
 * Whether a list may follow the one in force: its series never goes back, and it is issued later. That the series grows
 * with each issue is how these lists are used; the standard's own text was not at hand: unverified.
 */
export const mayFollow = (
  next: Pick<ReadList, 'series' | 'issued'>,
  known: { readonly series: number; readonly issued: number } | undefined,
): boolean => known === undefined || (next.series >= known.series && next.issued > known.issued);

const listed = (list: ReadList, leapSeconds: number): readonly ListedCertificate[] =>
  list.certificates.map((certificate, at) => {
    const { id8, name, from, until, curve } = certificateView(certificate, leapSeconds);
    return { id8, name, from, until, curve, url: list.urls[at] ?? null };
  });

const keyOf = ({ name, id8 }: ListedCertificate): string => (name === '' ? id8 : name);

/** What a list brings, beside the one in force before it. */
export const diffLists = (
  before: ReadList | undefined,
  after: ReadList,
  leapSeconds: number,
): Pick<TrustListDetail, 'certificates' | 'added' | 'removed' | 'changed'> => {
  const certificates = [...listed(after, leapSeconds)];
  const old = before === undefined ? [] : listed(before, leapSeconds);
  const same = (one: ListedCertificate, two: ListedCertificate): boolean => one.id8 === two.id8 && one.url === two.url;
  const gone = old.filter((one) => !certificates.some((two) => same(one, two)));
  const fresh = certificates.filter((one) => !old.some((two) => same(one, two)));
  const changed = fresh.flatMap((one) => {
    const was = gone.find((two) => keyOf(two) === keyOf(one));
    return was === undefined ? [] : [{ name: keyOf(one), before: was, after: one }];
  });
  const names = new Set(changed.map(({ name }) => name));
  return {
    certificates,
    added: fresh.filter((one) => !names.has(keyOf(one))),
    removed: gone.filter((one) => !names.has(keyOf(one))),
    changed,
  };
};

const DAY = 86_400_000;
/** A list whose next one comes within so many days is told of. */
const DUE_DAYS = 7;

/** How fresh a list is at a moment, milliseconds since 1970. */
export const freshnessOf = (next: Date, now: number): Freshness => {
  if (now > next.getTime()) return 'stale';
  return next.getTime() - now <= DUE_DAYS * DAY ? 'due' : 'current';
};
