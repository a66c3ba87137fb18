import type { MisbehaviourReport } from '@chedun/v2x/misbehaviour';
import { observationOf, type ReportDocument } from '@chedun/v2x/reporting';
import { parseCertificate } from '@chedun/v2x-security';
import type { Place } from '@chedun/v2x-security';

/** What a report needs besides what the detectors saw. */
export interface DocumentNeeds {
  /** Messages of the accused just before those of the report: a thing that changed is only seen beside what was before it. */
  readonly earlier: readonly Uint8Array[];
  /** Certificate of the accused, as bytes. */
  readonly certificate: Uint8Array;
  /** Where it was heard; undefined when nobody knows. */
  readonly place: Place | undefined;
  /** Microseconds since 2004. */
  readonly generatedAt: number;
}

/** The place that nobody knows, and the height of the sea (tenths of metres from -409.6 m). */
const NOWHERE = { latitude: 900_000_001, longitude: 1_800_000_001 } as const;
const SEA_LEVEL = 4096;
const MOST_RELATED = 32;

/** The report for the misbehaviour authority: observations, the signed messages themselves, and the measured values. */
export const documentOf = (
  { applicationId, observations, evidence, suspicion, related }: MisbehaviourReport,
  { certificate, earlier, place, generatedAt }: DocumentNeeds,
): ReportDocument => {
  const accused = evidence.flatMap(({ message }) => (message === undefined ? [] : [message]));
  const messages = [...earlier, ...accused];
  return {
    generatedAt,
    place: { ...(place ?? NOWHERE), elevation: SEA_LEVEL },
    aid: applicationId,
    observations: observations.map(({ rule }) => observationOf(rule)),
    streams: [{ messages, certificate: parseCertificate(certificate).value, subject: messages.length - 1 }],
    measured: {
      suspicion,
      signs: observations.map(({ rule, times, worst }) => ({ rule, times, ...worst })),
      related: related.slice(0, MOST_RELATED),
    },
  };
};
