import type { IngestAsks } from '@chedun/ingest/contract';
import { createReporter, type MisbehaviourReport, type Reporter } from '@chedun/v2x/misbehaviour';
import type { Place } from '@chedun/v2x-security';
import type { Outcome } from '../domain/batch.ts';
import { placeOf } from '../domain/certificate-view.ts';
import type { Refused } from '../domain/note.ts';
import { remember } from '../unit-watch.ts';

/** A report that is due, with what belongs to it. */
export interface Accusation {
  readonly report: MisbehaviourReport;
  /** HashedId8 of the certificate of the accused, hex, and its bytes. */
  readonly signer: string;
  readonly certificate: Uint8Array;
  readonly linkage: string | undefined;
  /** Its messages just before those of the report, oldest first. */
  readonly earlier: readonly Uint8Array[];
  readonly receiver: string;
  readonly place: Place | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** Hands verified messages on, and says when a report on one of their senders is due. */
export interface Accuser {
  readonly heard: (message: Refused, outcome: Outcome) => void;
}

interface Needs {
  readonly hearSigned: IngestAsks['hearSigned'];
  readonly roadUnits: IngestAsks['roadUnits'];
  readonly onAccusation: (accusation: Accusation) => void;
}

/** Certificates of senders that name themselves by their hash in most messages; some 200 bytes each. */
const MOST_CERTIFICATES = 16_384;
/** Senders whose last messages are kept, and how many of each; some 300 bytes a message. */
const MOST_RECENT = 4096;
const EARLIER = 3;
/** Applications whose senders are followed. */
const MOST_APPLICATIONS = 16;
/** No second report on the same sender within this time, seconds: the authority has the first one, with the proof. */
const QUIET_S = 300;
/** Messages in a report. */
const EVIDENCE = 8;

/** Opens the way of verified messages to the detectors, and from them to reports. */
export const openAccuser = ({ hearSigned, roadUnits, onAccusation }: Needs): Accuser => {
  const certificates = new Map<string, Uint8Array>();
  const reporters = new Map<string, Reporter>();
  const recent = new Map<string, readonly Uint8Array[]>();
  const keep = (signer: string, bytes: Uint8Array): void => {
    remember(recent, signer, [...(recent.get(signer) ?? []), bytes].slice(-EARLIER), MOST_RECENT);
  };
  const reporterOf = (aid: number): Reporter => {
    const known =
      reporters.get(String(aid)) ?? createReporter({ applicationId: aid, evidence: EVIDENCE, quiet: QUIET_S });
    remember(reporters, String(aid), known, MOST_APPLICATIONS);
    return known;
  };
  const learn = (signer: string, bytes: Uint8Array, range: readonly [number, number] | undefined): void => {
    const known = certificates.get(signer) ?? (range && bytes.slice(...range));
    if (known) remember(certificates, signer, known, MOST_CERTIFICATES);
  };
  return {
    heard: ({ bytes, at, receiver, peer }, { aid, signer, parts, place }) => {
      if (parts === undefined || signer === undefined || aid === undefined) return;
      learn(signer, bytes, parts.certificate);
      const unit = roadUnits().find(({ id }) => id === receiver);
      const [from, to] = parts.payload;
      const opinion = hearSigned({
        message: bytes,
        from,
        to,
        signer: { certificate: signer, linkage: parts.linkage, aid },
        receiver,
        heardAs: unit?.from ?? peer?.ip ?? receiver,
        peer,
        received: at,
      });
      if (opinion === undefined) return;
      const { beacon, verdict, own } = opinion;
      const kept = bytes.slice();
      const before = recent.get(signer) ?? [];
      keep(signer, kept);
      const report = reporterOf(aid).note(beacon, verdict, own, kept);
      const certificate = certificates.get(signer);
      if (report === undefined || certificate === undefined) return;
      const here = unit === undefined ? place : placeOf(unit);
      const accused = report.evidence.map(({ message }) => message);
      const earlier = before.filter((message) => !accused.includes(message));
      onAccusation({ report, signer, certificate, linkage: parts.linkage, earlier, receiver, place: here, at });
    },
  };
};
