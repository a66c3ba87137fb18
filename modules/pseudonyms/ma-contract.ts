import { z } from 'zod';
import { Iso, SuiteName } from './shapes.ts';

/** Told when a revocation list was signed and published; payload `{ suite, number }`. */
export const listPublished = 'pseudonyms.list-published@1';
export const ListPublished = z.object({ suite: SuiteName, number: z.number().int() });

/** Public certificates of the Chinese hierarchy of this platform that others work with, as bytes. */
export interface OwnAuthorities {
  readonly root: Uint8Array;
  /** Issues pseudonyms. */
  readonly aca: Uint8Array;
  /** Reads misbehaviour reports. */
  readonly ma: Uint8Array;
}

/** What other modules may ask of the misbehaviour authority of the Chinese hierarchy. */
export interface MisbehaviourAsks {
  /** Undefined before the hierarchy was built. */
  readonly ownAuthorities: () => Promise<OwnAuthorities | undefined>;
  /** Certificate for a key (uncompressed point) with which this platform signs reports. Throws `pseudonyms.no-hierarchy`. */
  readonly certifyReporter: (point: Uint8Array) => Promise<Uint8Array>;
  /** Takes a signed and encrypted report. Throws `pseudonyms.bad-report`, `pseudonyms.no-hierarchy`. */
  readonly takeReport: (report: Uint8Array) => Promise<{ readonly id: string }>;
  /** The newest revocation list by linkage seeds; undefined before there is one. */
  readonly newestList: () => Promise<Uint8Array | undefined>;
}

/** POST /pseudonyms/reports/signed: a misbehaviour report after ETSI TS 103 759, signed and encrypted for the authority, base64. */
export const SignedReport = z.strictObject({ suite: SuiteName, report: z.base64().min(4).max(120_000) });

/** One kind of wrong thing that reports tell of a certificate. */
export const AccusedObservation = z.object({
  /** Rule of ours or name of the standard; `target.number` for others. */
  name: z.string(),
  times: z.number().int(),
});

/** A pseudonym certificate that was reported, over all reports on it. */
export const Accused = z.object({
  suite: SuiteName,
  certificateId: z.string(),
  linkage: z.string().nullable(),
  /** Week of the certificate. */
  period: z.number().int().nullable(),
  reports: z.number().int(),
  /** Different reporters. */
  reporters: z.number().int(),
  /** Signed messages that prove it. */
  messages: z.number().int(),
  suspicion: z.number().nullable(),
  observations: z.array(AccusedObservation),
  firstAt: Iso,
  lastAt: Iso,
  /** The newest report, from which a revocation starts. */
  reportId: z.uuid(),
  /** Where a revocation stands, over all reports on the certificate. */
  revocation: z.enum(['none', 'proposed', 'revoked', 'rejected']),
});
export type Accused = z.infer<typeof Accused>;
export const AccusedQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
/** GET /pseudonyms/accused: newest first. */
export const AccusedList = z.object({ items: z.array(Accused) });
