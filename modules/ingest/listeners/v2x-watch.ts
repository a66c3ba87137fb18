import { bsmId, createBsmRecord, readBsm } from '@chedun/v2x';
import type { Sign, Verdict } from '@chedun/v2x/misbehaviour';
import type { Peer } from '../domain/records.ts';
import type { NoteFields } from './own-note.ts';
import { roadUnits, type RoadUnits } from './road-units.ts';
import { createSite, type Heard, type JudgedMessage, type Site } from './v2x-site.ts';

/** Who heard a message: what one of them hears is judged together. */
interface Receiver {
  /** Address or topic of a roadside unit or vehicle. */
  readonly id: string;
  /** Where the datagram came from; absent when a broker carried it. */
  readonly peer?: Peer;
}

/** Who signed a message whose signature, chain, time and place were verified. */
interface VerifiedSigner {
  /** HashedId8 of the certificate, hex. */
  readonly certificate: string;
  /** Linkage value of a pseudonym, hex. */
  readonly linkage: string | undefined;
  readonly aid: number;
}

/** Looks at messages in the order of their receipt and tells what is wrong with their senders. */
export interface RoadWatch {
  /** Answers what the detectors saw and think; undefined for bytes that are no BSM, or one that says too little. */
  readonly take: (
    bytes: Uint8Array,
    receiver: Receiver,
    received: number,
    signer?: VerifiedSigner,
  ) => JudgedMessage | undefined;
}

/** Receivers that are told apart, 5 MiB each at most; the one not heard for the longest time gives way. */
const MOST_SITES = 16;
/** Accused that are remembered, so that a flood of wrong messages is no flood of notes. */
const MOST_ACCUSED = 4096;
/** One note a second on the same sender, unless a further rule speaks. */
const QUIET_MS = 1000;
const MOST_RELATED = 16;

interface Dossier {
  readonly at: number;
  readonly rules: ReadonlySet<string>;
  messages: number;
}

/** Takes an entry as the newest; the oldest makes room. */
const remember = <Value>(map: Map<string, Value>, key: string, value: Value, most: number): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
};

const figure = (value: number, unit: string): string => `${Math.round(value * 100) / 100} ${unit}`;

/** Fields of a message whose signature held. */
const signerFields = ({ certificate, linkage, aid }: VerifiedSigner): NoteFields => ({
  'v2x.security': 'ok',
  'v2x.verdict': 'verified',
  'v2x.certificate': certificate,
  'v2x.aid': aid,
  ...(linkage === undefined ? {} : { 'v2x.linkage': linkage }),
});

/** What is known of a message beside its contents. */
interface Sender {
  /** Temporary id in the message, hex. */
  readonly id: string;
  readonly signer: VerifiedSigner | undefined;
}

const noteFields = (
  heard: Heard,
  sender: Sender,
  { suspicion, signs }: Verdict,
  gravest: Sign,
  messages: number,
  { id, peer }: Receiver,
): NoteFields => {
  const related = [...new Set(signs.flatMap(({ other }) => other ?? []))].slice(0, MOST_RELATED);
  const { record } = heard;
  return {
    product: 'vehicle',
    category: 'v2x',
    protocol: 'v2x',
    ...(peer ? { src_ip: peer.ip, src_port: peer.port } : {}),
    'v2x.receiver': id,
    signal: gravest.rule,
    expected: figure(gravest.limit, gravest.unit),
    seen: figure(gravest.observed, gravest.unit),
    'v2x.kind': 'misbehaviour',
    ...(sender.signer ? signerFields(sender.signer) : {}),
    'v2x.id': sender.id,
    'v2x.accused': heard.id,
    'v2x.rules': signs.map(({ rule }) => rule),
    'v2x.suspicion': Math.round(suspicion * 100) / 100,
    'v2x.messages': messages,
    ...(related.length === 0 ? {} : { 'v2x.related': related }),
    'v2x.lat': record.lat / 1e7,
    'v2x.lon': record.long / 1e7,
    'v2x.speed_mps': record.speed / 50,
    'v2x.heading_deg': record.heading / 80,
    'v2x.class_code': record.classification,
    message: `${heard.id} ${gravest.rule}: ${figure(gravest.observed, gravest.unit)}, limit ${figure(gravest.limit, gravest.unit)}`,
  };
};

/**
 * Opens the watch. `onMisbehaviour` is told of senders that were judged misbehaving by what their message showed.
 */
export const watchRoad = (
  onMisbehaviour: (fields: NoteFields, received: number) => void,
  units: Pick<RoadUnits, 'hear'> = roadUnits([]),
): RoadWatch => {
  const sites = new Map<string, Site>();
  const accused = new Map<string, Dossier>();
  const record = createBsmRecord();

  const tell = (heard: Heard, sender: Sender, verdict: Verdict, receiver: Receiver): void => {
    const [first, ...others] = verdict.signs;
    if (first === undefined) return;
    const key = `${receiver.id} ${heard.id}`;
    const known = accused.get(key);
    const fresh = known === undefined || heard.received - known.at >= QUIET_MS;
    if (!fresh && verdict.signs.every(({ rule }) => known.rules.has(rule))) {
      known.messages += 1;
      return;
    }
    const gravest = others.reduce((worst, sign) => (sign.weight > worst.weight ? sign : worst), first);
    const messages = (known?.messages ?? 0) + 1;
    onMisbehaviour(noteFields(heard, sender, verdict, gravest, messages, receiver), heard.received);
    const rules = new Set([...(fresh ? [] : known.rules), ...verdict.signs.map(({ rule }) => rule)]);
    remember(accused, key, { at: fresh ? heard.received : known.at, rules, messages: 0 }, MOST_ACCUSED);
  };

  return {
    take: (bytes, receiver, received, signer) => {
      if (readBsm(bytes, record) !== 'ok') return undefined;
      const unit = units.hear(receiver.id, received, (fields) => onMisbehaviour(fields, received));
      const own = unit && { latitude: unit.lat, longitude: unit.lon };
      const site = sites.get(receiver.id) ?? createSite(own);
      remember(sites, receiver.id, site, MOST_SITES);
      const id = bsmId(record);
      const heard = { id: signer?.certificate ?? id, record, received };
      const judged = site.hear(heard);
      if (judged?.verdict.kind === 'misbehaving')
        tell(heard, { id, signer }, judged.verdict, unit ? { ...receiver, id: unit.id } : receiver);
      return judged;
    },
  };
};
