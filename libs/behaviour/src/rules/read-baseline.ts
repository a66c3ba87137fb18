import { DETECTOR_OF, MOST_PAIRS } from './detector-rule.ts';
import { BASELINE_TYPES, type BaselineRule, type BaselineType } from './rule.ts';

/** What is wrong with a `baseline` block: where, and why in both languages. */
export interface BaselineProblem {
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

type Block = Readonly<Record<string, unknown>>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };
const BUCKETS = [5, 10, 15, 20, 30, 60].map((minutes) => minutes * MINUTE);

/** Keys of every type, and of each. */
const COMMON = ['type', 'group-by', 'learn', 'lateness', 'forget', 'mute', 'entities'];
const KEYS: Readonly<Record<BaselineType, readonly string[]>> = {
  new_terms: ['field', 'values'],
  rare_value: ['field', 'values', 'share', 'minimum', 'window'],
  rate_anomaly: ['bucket', 'direction', 'threshold', 'minimum', 'weeks'],
  beaconing: ['field', 'limits'],
  dga: ['field', 'answer-field', 'limits'],
  dns_tunnel: ['field', 'answer-field', 'limits'],
};
/** Learning and forgetting where a rule does not say. */
const STANDARD: Readonly<
  Record<BaselineType, { readonly learn: string; readonly forget: string; readonly mute: string }>
> = {
  new_terms: { learn: '7d', forget: '90d', mute: '1d' },
  rare_value: { learn: '7d', forget: '30d', mute: '1d' },
  rate_anomaly: { learn: '7d', forget: '35d', mute: '6h' },
  beaconing: { learn: '0s', forget: '1d', mute: '1h' },
  dga: { learn: '0s', forget: '1d', mute: '1h' },
  dns_tunnel: { learn: '0s', forget: '1d', mute: '1h' },
};
const DETECTORS = new Set<string>(Object.keys(DETECTOR_OF));
const CAP = { new_terms: 100_000, rare_value: 20_000, rate_anomaly: 20_000 } as const;

const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads values of a block and gathers what is wrong. */
class Reader {
  readonly problems: BaselineProblem[] = [];
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  wrong(path: string, zh: string, en: string): void {
    this.problems.push({ path, zh, en });
  }

  duration(key: string, standard: string, [least, most]: readonly [string, string]): number {
    const text = String(this.#block[key] ?? standard);
    const ms = durationOf(text);
    const range = [durationOf(least) ?? 0, durationOf(most) ?? 0] as const;
    if (ms !== undefined && ms >= range[0] && ms <= range[1]) return ms;
    this.wrong(
      key,
      `${key} 应为 ${least} 至 ${most} 之间的时长，例如 ${standard}（s 秒、m 分、h 时、d 天）`,
      `${key} has to be a duration from ${least} to ${most}, for example ${standard} (s, m, h, d)`,
    );
    return durationOf(standard) ?? 0;
  }

  number(key: string, standard: number, [least, most]: readonly [number, number], whole = true): number {
    const value = this.#block[key] ?? standard;
    if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value)))
      return value;
    this.wrong(
      key,
      `${key} 应为 ${least} 至 ${most} 之间的${whole ? '整数' : '数'}`,
      `${key} has to be a ${whole ? 'whole number' : 'number'} from ${least} to ${most}`,
    );
    return standard;
  }

  field(key: string, standard?: string): string {
    const value = this.#block[key] ?? standard;
    if (typeof value === 'string' && value.length <= 100 && (value !== '' || standard === '')) return value;
    this.wrong(key, `缺少 ${key}：写出事件字段名`, `${key} is missing: name a field of the events`);
    return '';
  }

  groupBy(): string[] {
    const value = this.#block['group-by'] ?? [];
    const list = typeof value === 'string' ? [value] : value;
    const isFine = (each: unknown): each is string => typeof each === 'string' && each !== '' && each.length <= 100;
    if (Array.isArray(list) && list.length <= 4 && list.every(isFine)) return list;
    this.wrong('group-by', 'group-by 应列出至多 4 个字段名', 'group-by has to list at most 4 names of fields');
    return [];
  }

  oneOf<Choice extends string>(key: string, choices: readonly Choice[], standard: Choice): Choice {
    const value = this.#block[key] ?? standard;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    this.wrong(key, `${key} 只能是 ${choices.join('、')}`, `${key} has to be one of ${choices.join(', ')}`);
    return standard;
  }

  limits(type: 'beaconing' | 'dga' | 'dns_tunnel'): Readonly<Record<string, number>> {
    const value = this.#block['limits'] ?? {};
    const known = DETECTOR_OF[type].limits;
    const result: Record<string, number> = {};
    if (!isBlock(value)) this.wrong('limits', 'limits 应为“参数: 数值”', 'limits has to hold names and numbers');
    for (const [name, given] of Object.entries(isBlock(value) ? value : {})) {
      const limit = known[name];
      if (limit === undefined)
        this.wrong(
          `limits.${name}`,
          `没有参数 ${name}；可用：${Object.keys(known).join('、')}`,
          `there is no limit ${name}; there are ${Object.keys(known).join(', ')}`,
        );
      else if (typeof given !== 'number' || given < limit.min || given > limit.max)
        this.wrong(
          `limits.${name}`,
          `${name} 应在 ${limit.min} 至 ${limit.max} 之间`,
          `${name} has to lie between ${limit.min} and ${limit.max}`,
        );
      else result[name] = given;
    }
    return result;
  }

  unknownKeys(type: BaselineType): void {
    const known = new Set([...COMMON, ...KEYS[type]]);
    for (const key of Object.keys(this.#block))
      if (!known.has(key)) this.wrong(key, `${type} 没有属性 ${key}`, `${type} has no attribute ${key}`);
  }
}

const durationOf = (text: string): number | undefined => {
  const found = /^(\d{1,6})([smhd])$/.exec(text);
  const unit = UNITS[found?.[2] ?? ''];
  return found && unit !== undefined ? Number(found[1]) * unit : undefined;
};

const rateOf = (reader: Reader) => {
  const bucketMs = reader.duration('bucket', '1h', ['5m', '1h']);
  if (!BUCKETS.includes(bucketMs))
    reader.wrong(
      'bucket',
      'bucket 只能是 5m、10m、15m、20m、30m 或 1h',
      'bucket has to be 5m, 10m, 15m, 20m, 30m or 1h',
    );
  const direction = reader.oneOf('direction', ['surge', 'drop', 'both'], 'surge');
  if (direction !== 'surge' && bucketMs !== HOUR)
    reader.wrong('bucket', '判断下降时 bucket 必须为 1h', 'a drop is judged in buckets of 1h');
  return {
    bucketMs,
    direction,
    threshold: reader.number('threshold', 6, [2, 50], false),
    minimum: reader.number('minimum', 20, [1, 1_000_000_000]),
    weeks: reader.number('weeks', 4, [1, 12]),
  };
};

const ruleOf = (type: BaselineType, reader: Reader): BaselineRule => {
  const { learn, forget, mute } = STANDARD[type];
  const isDetector = DETECTORS.has(type);
  const most = isDetector ? MOST_PAIRS : 1_000_000;
  const common = {
    groupBy: reader.groupBy(),
    learnMs: reader.duration('learn', learn, ['0s', '90d']),
    latenessMs: reader.duration('lateness', '5m', ['0s', type === 'rate_anomaly' ? '1h' : '1d']),
    forgetMs: reader.duration('forget', forget, ['1h', '400d']),
    muteMs: reader.duration('mute', mute, ['0s', '30d']),
    entities: reader.number('entities', type in CAP ? CAP[type as keyof typeof CAP] : MOST_PAIRS, [1, most]),
  };
  switch (type) {
    case 'new_terms':
      return { type, ...common, field: reader.field('field'), values: reader.number('values', 200, [1, 10_000]) };
    case 'rare_value':
      return {
        type,
        ...common,
        field: reader.field('field'),
        values: reader.number('values', 500, [2, 10_000]),
        share: reader.number('share', 0.001, [0.000_001, 0.5], false),
        minimum: reader.number('minimum', 500, [10, 1_000_000_000]),
        windowMs: reader.duration('window', '7d', ['1h', '90d']),
      };
    case 'rate_anomaly':
      return { type, ...common, ...rateOf(reader) };
    default:
      return {
        type,
        ...common,
        field: reader.field('field'),
        answerField: type === 'beaconing' ? '' : reader.field('answer-field', ''),
        limits: reader.limits(type),
      };
  }
};

/**
 * Reads the `baseline` block of a behaviour rule. Durations are written `30s`, `5m`, `12h`, `7d`. Never throws: what is wrong
 * is told with its place, and then there is no rule.
 */
export const readBaseline = (
  block: unknown,
): { readonly rule: BaselineRule | undefined; readonly problems: readonly BaselineProblem[] } => {
  if (!isBlock(block))
    return {
      rule: undefined,
      problems: [{ path: '', zh: '缺少 baseline 部分', en: 'the block `baseline` is missing' }],
    };
  const reader = new Reader(block);
  const type = BASELINE_TYPES.find((each) => each === block['type']);
  if (type === undefined) {
    const list = BASELINE_TYPES.join(', ');
    reader.wrong('type', `type 只能是 ${BASELINE_TYPES.join('、')}`, `type has to be one of ${list}`);
    return { rule: undefined, problems: reader.problems };
  }
  const rule = ruleOf(type, reader);
  reader.unknownKeys(type);
  if (rule.type === 'rate_anomaly' && rule.latenessMs > rule.bucketMs)
    reader.wrong('lateness', 'lateness 不能超过 bucket', 'lateness may not be longer than the bucket');
  return { rule: reader.problems.length === 0 ? rule : undefined, problems: reader.problems };
};

/** What can be tuned without losing what was learnt. */
const TUNABLE = new Set([
  'learnMs',
  'latenessMs',
  'forgetMs',
  'muteMs',
  'share',
  'minimum',
  'direction',
  'threshold',
  'limits',
]);

/** Text that is the same as long as what was learnt stays of use. */
export const learntFrom = (rule: BaselineRule): string =>
  JSON.stringify(
    Object.entries(rule)
      .filter(([key]) => !TUNABLE.has(key))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
