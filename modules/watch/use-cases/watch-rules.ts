import { FindingsReported, type FindingReport } from '@chedun/governance/contract';
import type { CampaignState, SignalFact } from '@chedun/behaviour';
import type { Json } from '@chedun/kernel';
import type { DeliveredEvent, Tx } from '@chedun/records';
import type { PeerGroups } from '../peer-groups.ts';
import { countSpoken, noteFed, type SignatureName } from '../store.ts';
import type { Watcher } from '../watcher.ts';

/** Fields by which a rule asks for a signal; the stage counts those signals itself. */
const SIGNALS: ReadonlySet<string> = new Set(['signal', 'can.rule', 'v2x.rules']);
/** Rules of these levels are no signature of an attack. */
const MILD: ReadonlySet<string> = new Set(['informational', 'low']);

interface Needs {
  readonly watcher: Watcher;
  readonly groups: PeerGroups;
  readonly names: Map<string, SignatureName>;
  readonly keepCampaigns: (tx: Tx, campaigns: readonly CampaignState[]) => Promise<void>;
  /** Hands records to a job that puts them into the journal once the transaction is durable. */
  readonly tellLater: (records: Json, tx: Tx) => Promise<void>;
  readonly now: () => number;
}

const signalsOf = (finding: FindingReport): SignalFact[] => {
  const { alert, severity, assets, lastSeen, count } = finding;
  if (!alert || MILD.has(severity) || alert.matched.some(({ field }) => SIGNALS.has(field))) return [];
  // An alert on a campaign names its vehicles; counting them again would feed campaigns with campaigns.
  if (assets[0]?.kind === 'platform') return [];
  return assets
    .filter(({ kind }) => kind === 'vehicle')
    .map(({ id }) => ({
      kind: 'signal',
      at: Date.parse(lastSeen),
      signature: alert.ruleId,
      vehicle: id,
      times: count,
    }));
};

/** Names remembered at most; more rules than that are not active at once. */
const NAMES = 10_000;

/** Alerts of rules on vehicles are signatures of campaigns as well. */
export const watchRules =
  ({ watcher, groups, names, keepCampaigns, tellLater, now }: Needs) =>
  async (event: DeliveredEvent, tx: Tx): Promise<void> => {
    const { findings } = FindingsReported.parse(event.payload);
    const facts = findings.flatMap(signalsOf);
    if (facts.length === 0) return;
    if (names.size > NAMES) names.clear();
    for (const { alert, title, titleZh, severity } of findings)
      if (alert) names.set(alert.ruleId, { kind: 'rule', zh: titleZh ?? title, en: title, severity });
    await groups.prepare(facts.map(({ vehicle }) => vehicle));
    const { records, spoken, campaigns, signals } = watcher.judge(facts);
    await keepCampaigns(tx, campaigns);
    await countSpoken(tx, spoken, now());
    await noteFed(tx, new Map([['signal', signals]]), now());
    if (records.length > 0) await tellLater(JSON.parse(JSON.stringify(records)) as Json, tx);
  };
