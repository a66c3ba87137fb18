/**
 * Contract of the warnings module: risk scores, warnings 预警 with their policy, channels with deliveries, reporting packets.
 * Isomorphic: the console imports it.
 */
import type { AssetRef } from '@chedun/governance/contract';
import type { WarningLevel } from './contract/common.ts';
import type { RiskScore } from './contract/risk.ts';

export * from './contract/channel.ts';
export * from './contract/common.ts';
export * from './contract/packet.ts';
export * from './contract/policy.ts';
export * from './contract/risk.ts';
export * from './contract/warning.ts';

/** What other modules may ask. */
export interface WarningsAsks {
  readonly riskOf: (asset: AssetRef) => Promise<RiskScore>;
  /** Issued warnings that are not lifted, worst first; at most 500. */
  readonly inForce: () => Promise<readonly { readonly number: string; readonly level: WarningLevel }[]>;
}
