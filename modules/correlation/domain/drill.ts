import type { HitValue } from '@chedun/sigma';

/** Begins every text of a hit that comes of a test event. */
const MARK = 'drill:';

/**
 * The values of a test event: texts carry the mark and the id of the drill, so that its groups are apart from those of real
 * events and of other drills. Numbers stay, because correlations sum them.
 */
export const markedValues = (values: readonly HitValue[], drill: string): HitValue[] =>
  values.map((value) =>
    typeof value === 'string' && !Number.isFinite(Number(value)) ? `${MARK}${drill} ${value}` : value,
  );

/** True when a group is that of test events. */
export const isDrillGroup = (group: readonly (readonly [field: string, value: string])[]): boolean =>
  group.some(([, value]) => value.startsWith(MARK));
