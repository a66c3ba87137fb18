/**
 * Contract of the warnings module: risk scores, warnings 预警 with their policy, channels with deliveries, reporting packets.
 * Isomorphic: the console imports it.
 */
import type { AssetRef } from '@chedun/governance/contract';
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
}
