import { regulationError } from './errors.ts';
import { nodeOf, type Basis, type Title } from './read.ts';

/** Influence on society, importance of the service, size and range. */
export type Factor = 'I' | 'V' | 'R';
const FACTORS: readonly Factor[] = ['I', 'V', 'R'];

/** The formula and its weights, and the matrix of the second opinion. All of it is unverified. */
export interface UnitLevelRule {
  readonly source: string;
  readonly basis: Basis;
  readonly formula: string;
  readonly range: readonly [number, number];
  readonly factors: Readonly<Record<Factor, { readonly title: Title; readonly weight: number }>>;
  readonly matrix: {
    readonly source: string;
    readonly basis: Basis;
    readonly harm: readonly string[];
    readonly objects: ReadonlyMap<string, { readonly title: Title; readonly levels: readonly number[] }>;
  };
}

const OBJECTS = ['citizens', 'public', 'state'] as const;

/** Reads `content/regulations/unit-level.json`. Throws `regulations.table-invalid`. */
export const readUnitLevelRule = (value: unknown): UnitLevelRule => {
  const node = nodeOf(value);
  const factor = (wanted: Factor) => {
    const [found] = node
      .get('factors')
      .list()
      .filter((each) => each.get('id').value === wanted);
    if (found === undefined)
      throw regulationError('regulations.table-invalid', { place: 'factors', reason: `no ${wanted}` });
    const [up, down] = found.get('weight').list();
    if (up === undefined || down === undefined || down.number() === 0)
      throw regulationError('regulations.table-invalid', { place: found.place, reason: 'weight is no fraction' });
    return { title: found.get('title').title(), weight: up.number() / down.number() };
  };
  const [low, high] = node.get('range').list();
  const matrix = node.get('matrix');
  return {
    source: node.get('source').text(),
    basis: node.get('basis').basis(),
    formula: node.get('formula').text(),
    range: [low?.number() ?? 1, high?.number() ?? 1],
    factors: { I: factor('I'), V: factor('V'), R: factor('R') },
    matrix: {
      source: matrix.get('source').text(),
      basis: matrix.get('basis').basis(),
      harm: matrix.get('harm').texts(),
      objects: new Map(
        OBJECTS.map((name) => {
          const object = matrix.get('objects').get(name);
          const levels = object.get('levels').list();
          return [name, { title: object.title(), levels: levels.map((each) => each.number()) }];
        }),
      ),
    },
  };
};

/** A level with every number that it was computed from. */
export interface UnitLevel {
  readonly level: number;
  /** The value before it is rounded, four decimals. */
  readonly raw: number;
  readonly basis: Basis;
  readonly formula: string;
  readonly trace: readonly {
    readonly factor: Factor;
    readonly title: Title;
    readonly value: number;
    readonly weight: number;
    /** weight · 2^value */
    readonly part: number;
  }[];
}

const DECIMALS = 10_000;
const WEIGHTS_OFF = 1e-6;

/**
 * Level of a 通信网络单元 by YD/T 1729 (unverified): k = Round{log2(α·2^I + β·2^V + γ·2^R)}. Factors are whole numbers of the
 * range (1 to 5), weights add up to 1; those of the rule where none are given. Throws `regulations.fact-invalid`.
 */
export const unitLevelOf = (
  rule: UnitLevelRule,
  values: Readonly<Record<Factor, number>>,
  weights?: Readonly<Record<Factor, number>>,
): UnitLevel => {
  const trace = FACTORS.map((factor) => {
    const value = values[factor];
    if (!Number.isInteger(value) || value < rule.range[0] || value > rule.range[1])
      throw regulationError('regulations.fact-invalid', { field: factor });
    const weight = weights?.[factor] ?? rule.factors[factor].weight;
    return { factor, title: rule.factors[factor].title, value, weight, part: weight * 2 ** value };
  });
  const sum = trace.reduce((total, { weight }) => total + weight, 0);
  if (trace.some(({ weight }) => !(weight >= 0)) || Math.abs(sum - 1) > WEIGHTS_OFF)
    throw regulationError('regulations.fact-invalid', { field: 'weights' });
  const raw = Math.round(Math.log2(trace.reduce((total, { part }) => total + part, 0)) * DECIMALS) / DECIMALS;
  return { level: Math.round(raw), raw, basis: rule.basis, formula: rule.formula, trace };
};

/** The second opinion: 受侵害的客体 × 侵害程度 (GB/T 22240, unverified). `harm` counts from 0. Throws `regulations.fact-invalid`. */
export const matrixLevelOf = ({ matrix }: UnitLevelRule, object: string, harm: number): number => {
  const level = matrix.objects.get(object)?.levels[harm];
  if (level === undefined) throw regulationError('regulations.fact-invalid', { field: object });
  return level;
};
