import type { AssetRef, FindingReport, Occurrence } from '../contract.ts';

/** Samples that a finding keeps: the newest. */
const SAMPLES_KEPT = 50;

/** Search key of an asset. */
export const assetKey = (asset: AssetRef): string => `${asset.kind}:${asset.id}`;

/** Union of assets, in order of first mention, at most 100. */
export const mergeAssets = (known: readonly AssetRef[], added: readonly AssetRef[]): AssetRef[] => {
  const byKey = new Map([...known, ...added].map((asset) => [assetKey(asset), asset]));
  return [...byKey.values()].slice(0, 100);
};

const sameRecord = (a: Occurrence, b: Occurrence): boolean =>
  a.ref.journal === b.ref.journal && a.ref.seq === b.ref.seq && a.ref.index === b.ref.index;

/** Newest samples first, each record once. */
export const mergeSamples = (known: readonly Occurrence[], added: readonly Occurrence[]): Occurrence[] =>
  [...added, ...known.filter((old) => !added.some((fresh) => sameRecord(old, fresh)))]
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.ref.seq - a.ref.seq || b.ref.index - a.ref.index)
    .slice(0, SAMPLES_KEPT);

/** Reports of one fingerprint inside a batch become one. */
export const joinReports = (reports: readonly FindingReport[]): FindingReport[] => {
  const joined = new Map<string, FindingReport>();
  for (const report of reports) {
    const before = joined.get(report.fingerprint);
    joined.set(report.fingerprint, before ? joinTwo(before, report) : report);
  }
  return [...joined.values()];
};

const earlier = (a: string, b: string): string => (Date.parse(a) <= Date.parse(b) ? a : b);
const later = (a: string, b: string): string => (Date.parse(a) >= Date.parse(b) ? a : b);

const joinTwo = (a: FindingReport, b: FindingReport): FindingReport => ({
  ...b,
  count: a.count + b.count,
  firstSeen: earlier(a.firstSeen, b.firstSeen),
  lastSeen: later(a.lastSeen, b.lastSeen),
  receivedAt: earlier(a.receivedAt, b.receivedAt),
  assets: mergeAssets(a.assets, b.assets),
  samples: mergeSamples(a.samples, b.samples),
});
