import { canError } from '../errors.ts';
import { idFits } from '../frame.ts';
import { IDS_MODEL_VERSION } from './model.ts';
import type { IdModel, IdsModel } from './model.ts';

const MAX_IDS = 4096;
const MAX_BITS = 512;

type Shape = Readonly<Record<string, unknown>>;

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isPositive = (value: unknown): boolean => isNumber(value) && value > 0;
const isList = (value: unknown, most: number, fits: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length <= most && value.every(fits);

const isTiming = (value: unknown): boolean => {
  if (!isShape(value)) return false;
  switch (value['kind']) {
    case 'periodic':
      return isPositive(value['period']) && isPositive(value['sigma']) && isPositive(value['reach']);
    case 'event':
      return isNumber(value['shortest']);
    default:
      return value['kind'] === 'rare';
  }
};

const isCounter = (value: unknown): boolean =>
  isShape(value) && isCount(value['start']) && isCount(value['step']) && (value['width'] === 4 || value['width'] === 8);

const isSignal = (value: unknown): boolean =>
  isShape(value) && typeof value['name'] === 'string' && ['low', 'high', 'step'].every((name) => isNumber(value[name]));

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && isNumber(value[0]) && isCount(value[1]);

/** First field of an identifier's model that is not as it must be. */
const faultOf = (value: unknown): string | undefined => {
  if (!isShape(value)) return 'is no object';
  const { id, extended, base, flips } = value;
  const fits: readonly (readonly [string, boolean])[] = [
    ['channel', typeof value['channel'] === 'string'],
    ['id', isCount(id) && typeof extended === 'boolean' && idFits(id, extended)],
    ['count', isCount(value['count'])],
    ['lengths', isList(value['lengths'], 65, isCount)],
    ['timing', isTiming(value['timing'])],
    ['base', typeof base === 'string' && base.length <= MAX_BITS / 4 && /^(?:[0-9a-f]{2})*$/.test(base)],
    ['flips', isList(flips, MAX_BITS, isCount) && Array.isArray(flips) && flips.length === String(base).length * 4],
    ['mostFlips', isCount(value['mostFlips'])],
    ['neverRepeats', typeof value['neverRepeats'] === 'boolean'],
    ['counters', isList(value['counters'], MAX_BITS, isCounter)],
    ['signals', isList(value['signals'], 4096, isSignal)],
    ['before', isList(value['before'], 128, isPair)],
  ];
  return fits.find(([, isRight]) => !isRight)?.[0];
};

const isIds = (ids: readonly unknown[]): ids is readonly IdModel[] => ids.every((each) => faultOf(each) === undefined);

/** Checks a model that came as JSON. Throws `can.bad_model` with the field for another version or a wrong shape. */
export const loadIdsModel = (json: unknown): IdsModel => {
  const bad = (field: string, reason: string): never => {
    throw canError('can.bad_model', { field, reason });
  };
  if (!isShape(json)) return bad('', 'no object');
  if (json['version'] !== IDS_MODEL_VERSION) return bad('version', `only version ${IDS_MODEL_VERSION} can be used`);
  const { frames, seconds, busiest, oddOrders, ids } = json;
  if (!isCount(frames)) return bad('frames', 'no count');
  if (!isNumber(seconds) || seconds < 0) return bad('seconds', 'no duration');
  if (!isCount(busiest)) return bad('busiest', 'no count');
  if (!isCount(oddOrders)) return bad('oddOrders', 'no count');
  if (!Array.isArray(ids) || ids.length > MAX_IDS) return bad('ids', `no list of at most ${MAX_IDS}`);
  const list: readonly unknown[] = ids;
  if (!isIds(list)) {
    const at = list.findIndex((each) => faultOf(each) !== undefined);
    return bad(`ids.${at}.${faultOf(list[at]) ?? ''}`, 'not as it must be');
  }
  return { version: IDS_MODEL_VERSION, frames, seconds, busiest, oddOrders, ids: list };
};
