import type { Risk } from '@chedun/risks/contract';

/** Threats from 1 to 5 across, impact in five steps up: how many risks fall into each cell. */
export const heatCells = (risks: readonly Pick<Risk, 'scores' | 'level'>[]) => {
  const cells = Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => 0));
  for (const { scores } of risks) {
    const row = cells[impactOf(scores) - 1];
    const column = Math.min(5, Math.max(1, scores.threat)) - 1;
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return cells;
};

/** Asset × vulnerability (1 to 25) in five steps. */
export const impactOf = ({ asset, vulnerability }: Pick<Risk['scores'], 'asset' | 'vulnerability'>): number =>
  Math.min(5, Math.max(1, Math.ceil((asset * vulnerability) / 5)));

/** The colour of a cell: what a risk in its middle would be. */
export const toneOfCell = (threat: number, impact: number): 'low' | 'medium' | 'high' | 'critical' => {
  const value = threat * impact * 5;
  if (value >= 80) return 'critical';
  if (value >= 45) return 'high';
  return value >= 20 ? 'medium' : 'low';
};
