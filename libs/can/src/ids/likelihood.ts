import type { IdModel } from './model.ts';

/** Cost tables of one identifier: cost of a changed and of a kept bit, in nats. */
export interface BitCosts {
  readonly changed: Float64Array;
  readonly kept: Float64Array;
}

/** Turns the counted steps of a model into costs, with half a step added to each side so that nothing is impossible. */
export const bitCosts = (model: IdModel): BitCosts => {
  const steps = Math.max(model.count - 1, 0);
  const changed = Float64Array.from(model.flips, (flips) => -Math.log((flips + 0.5) / (steps + 1)));
  const kept = Float64Array.from(model.flips, (flips) => -Math.log((steps - flips + 0.5) / (steps + 1)));
  return { changed, kept };
};

/** How surprising a payload is after the one before it, in nats; bits beyond the shorter payload or the model count nothing. */
export const payloadCost = (costs: BitCosts, before: Uint8Array, now: Uint8Array): number => {
  const bytes = Math.min(before.length, now.length, costs.changed.length >> 3);
  let cost = 0;
  for (let at = 0; at < bytes; at += 1) {
    const difference = (before[at] ?? 0) ^ (now[at] ?? 0);
    for (let bit = 0; bit < 8; bit += 1)
      cost += ((difference & (0x80 >> bit)) === 0 ? costs.kept[at * 8 + bit] : costs.changed[at * 8 + bit]) ?? 0;
  }
  return cost;
};

/** How surprising a distance from the middle of the slot is, in nats, for a normal spread `sigma` (same unit). */
export const timingCost = (residual: number, sigma: number): number => (residual * residual) / (2 * sigma * sigma);

/** How surprising the identifier directly before is, in nats. `index` -1 stands for an identifier that training never saw. */
export const orderCost = (before: ReadonlyMap<number, number>, count: number, index: number): number =>
  -Math.log(((before.get(index) ?? 0) + 0.5) / (count + 1));
