import type { AssetStatus } from '@chedun/assets/contract';

/** Tone of each registration status. */
export const STATUS_TONE: Readonly<Record<AssetStatus, string>> = {
  registered: 'good',
  discovered: 'medium',
  retired: 'info',
};
