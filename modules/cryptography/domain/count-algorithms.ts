import type { AlgorithmCount, Certificate, CryptoUse, Endpoint, PlatformKey } from '../contract.ts';
import { isSm, weakReason } from './weak-algorithm.ts';

type Count = AlgorithmCount;
type Place = 'channels' | 'certificates' | 'uses' | 'keys';

/** Counts where each algorithm is in use: suites of channels, signatures and keys of certificates, uses, own keys. */
export const countAlgorithms = ({
  endpoints,
  certificates,
  uses,
  keys,
}: {
  readonly endpoints: readonly Endpoint[];
  readonly certificates: readonly Certificate[];
  readonly uses: readonly Pick<CryptoUse, 'algorithm' | 'weak'>[];
  readonly keys: readonly Pick<PlatformKey, 'kind'>[];
}): Count[] => {
  const counts = new Map<string, Count>();
  const count = (algorithm: string, place: Place, weak: boolean): void => {
    const before = counts.get(algorithm) ?? {
      algorithm,
      sm: isSm(algorithm),
      weak: false,
      channels: 0,
      certificates: 0,
      uses: 0,
      keys: 0,
    };
    counts.set(algorithm, { ...before, weak: before.weak || weak, [place]: before[place] + 1 });
  };
  for (const { probe } of endpoints) {
    const { accepted = [], weaknesses = [] } = probe?.result ?? {};
    for (const suite of new Set(accepted.map((each) => each.suite)))
      count(suite, 'channels', weakReason(suite) !== null);
    for (const { code, shown } of weaknesses)
      if (code.endsWith('-suite') && !accepted.some(({ suite }) => suite === shown)) count(shown, 'channels', true);
  }
  for (const { signature, key, bits } of certificates) {
    count(signature, 'certificates', weakReason(signature) !== null);
    count(key === 'rsa' ? `RSA-${bits}` : key, 'certificates', weakReason(key, bits) !== null);
  }
  for (const { algorithm, weak } of uses) count(algorithm, 'uses', weak !== null);
  for (const { kind } of keys) count(kind, 'keys', weakReason(kind) !== null);
  return [...counts.values()].toSorted(
    (a, b) => Number(b.weak) - Number(a.weak) || a.algorithm.localeCompare(b.algorithm),
  );
};
