import { idText, type IdModel, type IdsModel } from '@chedun/can';
import type { CanModelComparison } from '../contract.ts';

type Difference = CanModelComparison['differences'][number];
type What = Difference['what'][number];

const MOST_DIFFERENCES = 4096;
/** Periods that differ by less are the same. */
const PERIOD_SHARE = 0.05;

const keyOf = ({ channel, id, extended }: IdModel): string => `${channel} ${idText(id, extended)}`;

const timingText = ({ timing }: IdModel): string => {
  switch (timing.kind) {
    case 'periodic':
      return `${(timing.period * 1000).toFixed(1)} ms`;
    case 'event':
      return `≥ ${(timing.shortest * 1000).toFixed(1)} ms`;
    case 'rare':
      return 'rare';
  }
};

const constantBits = ({ flips }: IdModel): string => flips.map((flip) => (flip === 0 ? '0' : '1')).join('');

const textOf = (model: IdModel): string =>
  `${timingText(model)}, ${model.lengths.join('/')} B, ${model.counters.length} counters, ${model.flips.filter((flip) => flip > 0).length} changing bits`;

const changesBetween = (before: IdModel, after: IdModel): What[] => {
  const [a, b] = [before.timing, after.timing];
  const periods =
    a.kind === 'periodic' && b.kind === 'periodic' && Math.abs(a.period - b.period) > PERIOD_SHARE * a.period;
  const checks: readonly (readonly [What, boolean])[] = [
    ['timing', a.kind !== b.kind],
    ['period', periods],
    ['lengths', before.lengths.join() !== after.lengths.join()],
    ['counters', JSON.stringify(before.counters) !== JSON.stringify(after.counters)],
    ['constant_bits', constantBits(before) !== constantBits(after)],
  ];
  return checks.filter(([, differs]) => differs).map(([what]) => what);
};

const differenceOf = (before: IdModel | undefined, after: IdModel | undefined): Difference | undefined => {
  const about = before ?? after;
  if (about === undefined) return undefined;
  const place = { channel: about.channel, idHex: idText(about.id, about.extended) };
  if (before === undefined) return { ...place, kind: 'added', what: [], before: '', after: textOf(about) };
  if (after === undefined) return { ...place, kind: 'removed', what: [], before: textOf(before), after: '' };
  const what = changesBetween(before, after);
  return what.length === 0
    ? undefined
    : { ...place, kind: 'changed', what, before: textOf(before), after: textOf(after) };
};

/** What `after` knows differently from `before`, by channel and identifier. */
export const compareModels = (before: IdsModel, after: IdsModel): CanModelComparison => {
  const old = new Map(before.ids.map((model) => [keyOf(model), model]));
  const now = new Map(after.ids.map((model) => [keyOf(model), model]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  const differences = keys.map((key) => differenceOf(old.get(key), now.get(key))).filter((each) => each !== undefined);
  return { same: keys.length - differences.length, differences: differences.slice(0, MOST_DIFFERENCES) };
};
