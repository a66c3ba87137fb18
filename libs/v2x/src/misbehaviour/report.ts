import type { Beacon, OwnState } from './message.ts';
import type { Verdict } from './monitor.ts';
import type { RuleId, Sign } from './sign.ts';
import type { Vector } from './vector.ts';

/** What an observation is about (the target classes of ETSI TS 103 759; their numbers come with the ASN.1). */
export type ObservationTarget = 'beacon' | 'static' | 'security' | 'position' | 'speed' | 'acceleration' | 'heading';

/** One kind of wrong thing that was seen of the accused. */
export interface Observation {
  readonly target: ObservationTarget;
  readonly rule: RuleId;
  /** How often the rule spoke in the evidence. */
  readonly times: number;
  /** The gravest case: the measured value, its limit and their unit. */
  readonly worst: Pick<Sign, 'observed' | 'limit' | 'unit'>;
}

/** An accused message. */
export interface EvidenceMessage {
  readonly beacon: Beacon;
  readonly signs: readonly Sign[];
  /** The message as it was received, with its signature, where the caller kept it. */
  readonly message?: Uint8Array;
}

/** A misbehaviour report for the misbehaviour authority, as values. */
export interface MisbehaviourReport {
  readonly version: 1;
  /** Seconds on the clock of the messages. */
  readonly generatedAt: number;
  /** Where the receiver was, metres in its plane; absent when it did not know. */
  readonly observedFrom: Vector | undefined;
  /** Application of the accused messages (ITS-AID), as the caller gave it. */
  readonly applicationId: number;
  readonly accused: string;
  /** Suspicion when the report was made. */
  readonly suspicion: number;
  readonly observations: readonly Observation[];
  /** The accused messages, oldest first, with what each showed. */
  readonly evidence: readonly EvidenceMessage[];
  /** Pseudonyms that take part, where a rule named them (Sybil group, replayed sender). */
  readonly related: readonly string[];
}

/** Limits of a reporter. */
export interface ReporterOptions {
  readonly applicationId: number;
  /** Messages kept per accused, newest win. Default 8. */
  readonly evidence?: number;
  /** No second report on the same accused within this time, seconds. Default 60. */
  readonly quiet?: number;
  /** Accused remembered at once; the one not heard for the longest time gives way. Default 256. */
  readonly accused?: number;
}

/** Collects evidence and says when a report is due. */
export interface Reporter {
  /** `message`: the bytes as they were received; kept with the evidence. */
  readonly note: (
    beacon: Beacon,
    verdict: Verdict,
    own?: OwnState,
    message?: Uint8Array,
  ) => MisbehaviourReport | undefined;
}

type Evidence = MisbehaviourReport['evidence'];

interface Dossier {
  readonly evidence: Evidence;
  readonly reportedAt: number;
}

const TARGETS: Readonly<Record<RuleId, ObservationTarget>> = {
  'v2x-range': 'position',
  'v2x-position-jump': 'position',
  'v2x-position-speed': 'position',
  'v2x-course': 'position',
  'v2x-constant-position': 'position',
  'v2x-sudden-appearance': 'position',
  'v2x-acceleration': 'acceleration',
  'v2x-speed-limit': 'speed',
  'v2x-constant-speed': 'speed',
  'v2x-speed-offset': 'speed',
  'v2x-heading-reversal': 'heading',
  'v2x-heading-speed': 'heading',
  'v2x-rate': 'beacon',
  'v2x-timing': 'beacon',
  'v2x-replay': 'security',
  'v2x-sybil': 'security',
};

const beyond = (sign: Sign): number => Math.abs(sign.observed - sign.limit);

const observationsOf = (evidence: Evidence): readonly Observation[] => {
  const byRule = new Map<RuleId, Sign[]>();
  for (const sign of evidence.flatMap((one) => one.signs))
    byRule.set(sign.rule, [...(byRule.get(sign.rule) ?? []), sign]);
  return [...byRule].map(([rule, signs]) => {
    const gravest = signs.reduce((worst, sign) => (beyond(sign) > beyond(worst) ? sign : worst));
    const { observed, limit, unit } = gravest;
    return { target: TARGETS[rule], rule, times: signs.length, worst: { observed, limit, unit } };
  });
};

const relatedTo = (evidence: Evidence): readonly string[] => [
  ...new Set(evidence.flatMap((one) => one.signs.flatMap((sign) => (sign.other === undefined ? [] : [sign.other])))),
];

/**
 * Starts a reporter. The report has the parts of an `EtsiTs103759Data` of ETSI TS 103 759: generation time, place,
 * application, observations by target, and the messages as evidence; `@chedun/v2x/reporting` writes it as bytes. Simplified:
 * times in seconds and not Time64, places in the local plane, targets and observations by name and not by number, no
 * evidence from other sensors. Memory: at most `accused` times `evidence` messages (about 2 MiB by default, and the bytes
 * of the messages that the caller hands over).
 */
export const createReporter = (options: ReporterOptions): Reporter => {
  const { applicationId, evidence: kept = 8, quiet = 60, accused: limit = 256 } = options;
  const dossiers = new Map<string, Dossier>();
  const file = (pseudonym: string, dossier: Dossier): void => {
    dossiers.delete(pseudonym);
    dossiers.set(pseudonym, dossier);
    const [oldest] = dossiers.keys();
    if (dossiers.size > limit && oldest !== undefined) dossiers.delete(oldest);
  };
  return {
    note: (beacon, verdict, own, message) => {
      if (verdict.signs.length === 0) return undefined;
      const accused = verdict.pseudonym;
      const before = dossiers.get(accused) ?? { evidence: [], reportedAt: Number.NEGATIVE_INFINITY };
      const one = { beacon, signs: verdict.signs, ...(message === undefined ? {} : { message }) };
      const evidence = [...before.evidence, one].slice(-kept);
      const generatedAt = verdict.receivedAt;
      const due = verdict.kind === 'misbehaving' && generatedAt - before.reportedAt >= quiet;
      file(accused, { evidence, reportedAt: due ? generatedAt : before.reportedAt });
      if (!due) return undefined;
      const { suspicion } = verdict;
      const common = {
        version: 1 as const,
        generatedAt,
        observedFrom: own?.position,
        applicationId,
        accused,
        suspicion,
      };
      return { ...common, observations: observationsOf(evidence), evidence, related: relatedTo(evidence) };
    },
  };
};

const round = (value: number): number => Math.round(value * 100) / 100;

/** One line in English that says what a sign means, with its numbers; for logs and for people. */
export const explain = (sign: Sign): string =>
  `${sign.rule}: ${round(sign.observed)} ${sign.unit}, limit ${round(sign.limit)} ${sign.unit}` +
  (sign.other === undefined ? '' : `, with ${sign.other}`);
