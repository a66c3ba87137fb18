/** Lower bounds of the steps of the heat map: no rule, one, few, several, many. */
export const HEAT_STEPS = [0, 1, 3, 8, 20] as const;

/** Step of the heat map for a number of enabled rules. */
export const heatOf = (enabled: number): number => HEAT_STEPS.findLastIndex((from) => enabled >= from);
