import type { Source } from '@chedun/ingest/contract';

/** Tone of each state of a source. */
export const HEALTH_TONE: Readonly<Record<Source['health'], string>> = {
  healthy: 'good',
  silent: 'medium',
  failing: 'critical',
  disabled: 'info',
  waiting: 'info',
};

const ORDER: readonly Source['health'][] = ['failing', 'silent', 'healthy', 'waiting', 'disabled'];

/** Sources with the ones that need attention first, then by rate. */
export const worstFirst = (sources: readonly Source[]): readonly Source[] =>
  sources.toSorted((a, b) => ORDER.indexOf(a.health) - ORDER.indexOf(b.health) || b.rate - a.rate);

/** Share of a source's records that went to quarantine, as text; a share that is not nothing never reads as 0 %. */
export const quarantineShare = (source: Pick<Source, 'events' | 'quarantined'>): string => {
  const all = source.events + source.quarantined;
  const share = all === 0 ? 0 : (source.quarantined / all) * 100;
  if (share === 0) return '0%';
  return share < 0.1 ? '<0.1%' : `${Math.round(share * 10) / 10}%`;
};
