import {
  isPublic,
  openBehaviour,
  type Behaviour,
  type CampaignState,
  type Fact,
  type SignalFact,
  type Verdict,
  type World,
} from '@chedun/behaviour';
import { recordOf } from './domain/record-of.ts';

/** What the detectors made of some facts. */
export interface Judged {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** How often each detector spoke. */
  readonly spoken: ReadonlyMap<string, number>;
  readonly campaigns: readonly CampaignState[];
}

/** The detectors at work, with their own verdicts fed back as signals so that campaigns see them. */
export interface Watcher {
  readonly behaviour: Behaviour;
  readonly judge: (facts: readonly Fact[]) => Judged;
}

/** The vehicle that a verdict is about: its VIN, or an address that is not public. */
const signalOf = ({ detector, at, subject }: Verdict): SignalFact | undefined => {
  if (detector.startsWith('fleet.')) return undefined;
  const [vin, address] = [subject['vin'], subject['src_ip']];
  if (typeof vin === 'string') return { kind: 'signal', at, signature: detector, vehicle: vin };
  if (typeof address !== 'string' || isPublic(address)) return undefined;
  return { kind: 'signal', at, signature: detector, vehicle: address };
};

/** Opens the detectors over what is known of the world. */
export const openWatcher = (world: World): Watcher => {
  const behaviour = openBehaviour({ world });
  return {
    behaviour,
    judge: (facts) => {
      const verdicts: Verdict[] = [];
      for (const fact of facts) {
        for (const verdict of behaviour.look(fact)) {
          verdicts.push(verdict);
          const signal = signalOf(verdict);
          if (signal) verdicts.push(...behaviour.look(signal));
        }
      }
      const spoken = new Map<string, number>();
      for (const { detector } of verdicts) spoken.set(detector, (spoken.get(detector) ?? 0) + 1);
      return { records: verdicts.map(recordOf), spoken, campaigns: behaviour.campaigns() };
    },
  };
};
