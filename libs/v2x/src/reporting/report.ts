import type { Type, ValueOf } from '@chedun/asn1';
import { decodeOer, encodeOer } from '@chedun/asn1/oer';
import { isDomainError } from '@chedun/kernel';
import type { CertificateValue } from '@chedun/v2x-security';
import { v2xError } from '../errors.ts';
import type { V2xErrorCode } from '../errors.ts';
import type { ObservationId } from './observations.ts';
import { ApplicationReport, Measured, Report, SingleObservation } from './schema.ts';
import type { EvidenceItem, ObservationsByTarget, V2xPduStream } from './schema.ts';

/** Largest report that is read or written, bytes. */
export const MAX_REPORT_BYTES = 65_535;
/** Application under which reports are signed: misbehaviour reporting, 38 (unverified for the Chinese profile). */
export const REPORT_AID = 38;
/** Kind of messages in a stream: secured messages of IEEE 1609.2, or of YD/T 3957, which has no number of its own (unverified). */
const SECURED_MESSAGES = 2;
/** Number of our own evidence item with the measured values. */
const MEASURED = 240;

const LIMITS = { bytes: MAX_REPORT_BYTES, items: 20_000, depth: 24 } as const;

/** Messages of one sender, oldest first, and its certificate where they only name it by its hash. */
export interface EvidenceStream {
  /** Secured messages as they were received. */
  readonly messages: readonly Uint8Array[];
  readonly certificate: CertificateValue | undefined;
  /** Which of the messages the observations are about, from 0. */
  readonly subject: number;
}

/** A value behind an observation: what a rule measured at worst, the limit that it broke, and how often. */
export interface MeasuredSign {
  readonly rule: string;
  readonly times: number;
  readonly observed: number;
  readonly limit: number;
  readonly unit: string;
}

/** A misbehaviour report as values. */
export interface ReportDocument {
  /** Microseconds since 2004, on the clock of the messages. */
  readonly generatedAt: number;
  /** Where it was observed: tenths of microdegrees; elevation in tenths of metres from -409.6 m. */
  readonly place: { readonly latitude: number; readonly longitude: number; readonly elevation: number };
  /** Application of the messages that are reported. */
  readonly aid: number;
  readonly observations: readonly ObservationId[];
  readonly streams: readonly EvidenceStream[];
  /** Absent in reports of others. */
  readonly measured:
    | {
        /** Suspicion against the sender, hundredths are kept. */
        readonly suspicion: number;
        readonly signs: readonly MeasuredSign[];
        /** Other identities that take part. */
        readonly related: readonly string[];
      }
    | undefined;
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

const attempt = <R>(code: V2xErrorCode, work: () => R): R => {
  try {
    return work();
  } catch (error) {
    if (!isDomainError(error)) throw error;
    throw v2xError(code, { ...error.detail, cause: error.code }, error);
  }
};
const written = <T extends Type>(type: T, value: ValueOf<T>): { readonly octets: string } => ({
  octets: hexOf(encodeOer(type, value)),
});
const read = <T extends Type>(type: T, { octets }: { readonly octets: string }): ValueOf<T> =>
  decodeOer(type, bytesOf(octets), { canonical: true, limits: LIMITS }).value;

const THOUSAND = 1000;
const MOST = 2_147_483_647;
const MOST_WORD = 65_535;
const thousandths = (value: number): number => Math.max(-MOST, Math.min(MOST, Math.round(value * THOUSAND)));

const byTarget = (observations: readonly ObservationId[]): ValueOf<typeof ObservationsByTarget>[] => {
  const targets = new Map<number, Set<number>>();
  for (const { target, observation } of observations)
    targets.set(target, (targets.get(target) ?? new Set()).add(observation));
  return [...targets].map(([tgtId, numbers]) => ({
    tgtId,
    observations: [...numbers].map((obsId) => written(SingleObservation, { obsId, obs: { octets: '' } })),
  }));
};

const streamValue = ({ messages, certificate, subject }: EvidenceStream): ValueOf<typeof V2xPduStream> => ({
  type: SECURED_MESSAGES,
  v2xPdus: messages.map((message) => ({ octets: hexOf(message) })),
  ...(certificate === undefined ? {} : { certificate }),
  subjectPduIndex: subject,
});

const measuredItem = ({
  suspicion,
  signs,
  related,
}: NonNullable<ReportDocument['measured']>): ValueOf<typeof EvidenceItem> => ({
  id: MEASURED,
  evidence: written(Measured, {
    suspicion: Math.min(MOST_WORD, Math.max(0, Math.round(suspicion * 100))),
    signs: signs.map(({ rule, times, observed, limit, unit }) => ({
      rule,
      times: Math.min(MOST_WORD, times),
      observed: thousandths(observed),
      limit: thousandths(limit),
      unit,
    })),
    related: [...related],
  }),
});

/** Bytes of a report (EtsiTs103759Mbr), to be signed under {@link REPORT_AID}. Throws `v2x.value`. */
export const encodeReport = ({
  generatedAt,
  place,
  aid,
  observations,
  streams,
  measured,
}: ReportDocument): Uint8Array => {
  const bytes = attempt('v2x.value', () =>
    encodeOer(Report, {
      generationTime: generatedAt,
      observationLocation: { ...place },
      report: {
        aid,
        content: written(ApplicationReport, {
          observations: byTarget(observations),
          v2xPduEvidence: streams.map(streamValue),
          nonV2xPduEvidence: measured === undefined ? [] : [measuredItem(measured)],
        }),
      },
    }),
  );
  if (bytes.length > MAX_REPORT_BYTES) throw v2xError('v2x.value', { reason: `${bytes.length} bytes are too many` });
  return bytes;
};

const streamOf = ({
  type,
  v2xPdus,
  certificate,
  subjectPduIndex: subject,
}: ValueOf<typeof V2xPduStream>): EvidenceStream => {
  if (type !== SECURED_MESSAGES) throw v2xError('v2x.not_a_report', { reason: `messages of kind ${type}` });
  if (subject >= v2xPdus.length)
    throw v2xError('v2x.not_a_report', { reason: `no message ${subject} in the evidence` });
  return { messages: v2xPdus.map(({ octets }) => bytesOf(octets)), certificate, subject };
};

const measuredOf = (items: readonly ValueOf<typeof EvidenceItem>[]): ReportDocument['measured'] => {
  const own = items.find(({ id }) => id === MEASURED);
  if (own === undefined) return undefined;
  const { suspicion, signs, related } = read(Measured, own.evidence);
  return {
    suspicion: suspicion / 100,
    signs: signs.map((sign) => ({ ...sign, observed: sign.observed / THOUSAND, limit: sign.limit / THOUSAND })),
    related,
  };
};

/** Reads a report. Messages and certificate inside are bytes and fields: nothing about them is verified. Throws `v2x.not_a_report`. */
export const decodeReport = (bytes: Uint8Array): ReportDocument => {
  if (bytes.length > MAX_REPORT_BYTES)
    throw v2xError('v2x.not_a_report', { reason: `${bytes.length} bytes are too many` });
  return attempt('v2x.not_a_report', () => {
    const { generationTime, observationLocation, report } = read(Report, { octets: hexOf(bytes) });
    const { observations, v2xPduEvidence, nonV2xPduEvidence } = read(ApplicationReport, report.content);
    return {
      generatedAt: generationTime,
      place: observationLocation,
      aid: report.aid,
      observations: observations.flatMap(({ tgtId, observations: some }) =>
        some.map((one) => ({ target: tgtId, observation: read(SingleObservation, one).obsId })),
      ),
      streams: v2xPduEvidence.map(streamOf),
      measured: measuredOf(nonV2xPduEvidence),
    };
  });
};

/** First bytes of an EtsiTs103759Data that holds a signed and then encrypted report: version 3 (unverified), third alternative. */
const ENVELOPE = [3, 0x82] as const;

/** Puts a secured message (signed, then encrypted for the misbehaviour authority) into the envelope of the standard. */
export const wrapReport = (secured: Uint8Array): Uint8Array => new Uint8Array([...ENVELOPE, ...secured]);

/** The secured message in an envelope. Throws `v2x.not_a_report`. */
export const unwrapReport = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length <= ENVELOPE.length || ENVELOPE.some((byte, at) => bytes[at] !== byte))
    throw v2xError('v2x.not_a_report', { reason: 'not an envelope with a signed and encrypted report', offset: 0 });
  return bytes.subarray(ENVELOPE.length);
};
