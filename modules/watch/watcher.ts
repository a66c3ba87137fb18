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
import type { SignatureName } from './store.ts';

/** What the detectors made of some facts. */
interface Judged {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  /** How often each detector spoke. */
  readonly spoken: ReadonlyMap<string, number>;
  readonly campaigns: readonly CampaignState[];
  /** Signals that were looked at, those of our own detectors included. */
  readonly signals: number;
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

/** Opens the detectors over what is known of the world; `nameOf` puts words to signatures. */
export const openWatcher = (world: World, nameOf: (signature: string) => SignatureName): Watcher => {
  const behaviour = openBehaviour({ world });
  return {
    behaviour,
    judge: (facts) => {
      const verdicts: Verdict[] = [];
      let signals = 0;
      for (const fact of facts) {
        if (fact.kind === 'signal') signals += 1;
        for (const verdict of behaviour.look(fact)) {
          verdicts.push(verdict);
          const signal = signalOf(verdict);
          if (signal === undefined) continue;
          signals += 1;
          verdicts.push(...behaviour.look(signal));
        }
      }
      const spoken = new Map<string, number>();
      for (const { detector } of verdicts) spoken.set(detector, (spoken.get(detector) ?? 0) + 1);
      const records = verdicts.map((verdict) => recordOf(verdict, nameOf));
      return { records, spoken, campaigns: behaviour.campaigns(), signals };
    },
  };
};
