import { BEHAVIOUR_DETECTORS } from '@chedun/behaviour';
import { IDS_RULES } from '@chedun/can';
import type { Severity } from '@chedun/governance/contract';
import { DEFAULT_LIMITS, DETECTORS } from '@chedun/gbt32960';
import type { DetectorFamily, DetectorLimit } from '../contract.ts';
import { CAN_TEXTS, V2X_TEXTS } from './texts.ts';

/** What is known of a detector before it runs. */
export interface CatalogueEntry {
  readonly id: string;
  readonly family: DetectorFamily;
  readonly title: { readonly zh: string; readonly en: string };
  readonly about: { readonly zh: string; readonly en: string };
  readonly level: Severity;
  readonly category: string;
  readonly limits: readonly Omit<DetectorLimit, 'value'>[];
  readonly changeable: boolean;
  /** Kinds of observations that feed it, as in the table of what arrived. */
  readonly feeds: readonly string[];
}

const NO_TEXT = { zh: '', en: '' };

const behaviour: readonly CatalogueEntry[] = BEHAVIOUR_DETECTORS.map((detector) => ({
  id: detector.id,
  family: detector.family,
  title: { zh: detector.zh, en: detector.en },
  about: detector.about,
  level: detector.level,
  category: detector.category,
  limits: Object.entries(detector.limits).map(([name, { zh, en, ...limit }]) => ({
    name,
    title: { zh, en },
    ...limit,
  })),
  changeable: true,
  feeds: detector.takes,
}));

/** Limits of the detectors of reports: detector, text and unit. */
const REPORT_LIMITS: Readonly<
  Record<keyof typeof DEFAULT_LIMITS, readonly [id: string, zh: string, en: string, unit: string]>
> = {
  timeBackS: ['gbt32960.time_back', '允许的时间倒退', 'Step back in time that is accepted', 's'],
  clockSkewS: ['gbt32960.clock_skew', '允许的时差', 'Difference of clocks that is accepted', 's'],
  resentPerMinute: ['gbt32960.resend_flood', '每分钟补发上报数', 'Re-sent reports per minute', 'count'],
  sourceAlternatesS: ['gbt32960.clone', '来源交替时间', 'Time within which sources alternate', 's'],
  travelKmh: ['gbt32960.impossible_travel', '可能的移动速度上限', 'Fastest possible travel', 'km/h'],
  jumpKm: ['gbt32960.impossible_travel', '忽略的位置跳变', 'Jump that is overlooked', 'km'],
  odometerKmh: ['gbt32960.odometer_jump', '里程增长速度上限', 'Fastest growth of the odometer', 'km/h'],
  speedGapKmh: ['gbt32960.position_speed_mismatch', '允许的速度差', 'Difference of speeds that is accepted', 'km/h'],
  socStepPct: ['gbt32960.soc_jump', 'SOC 跳变幅度', 'Step of the state of charge', 'pct'],
  socStepS: ['gbt32960.soc_jump', 'SOC 跳变时间', 'Time of the step', 's'],
  insulationOhmPerVolt: ['gbt32960.insulation_low', '绝缘电阻下限', 'Least insulation', 'Ω/V'],
  cellSpreadMv: ['gbt32960.cell_spread', '单体压差上限', 'Widest spread of cells', 'mV'],
};

const reportLimits = (id: string): CatalogueEntry['limits'] =>
  Object.entries(REPORT_LIMITS)
    .filter(([, [detector]]) => detector === id)
    .map(([name, [, zh, en, unit]]) => {
      const standard = DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS];
      return { name, title: { zh, en }, unit, standard, min: standard, max: standard };
    });

const reports: readonly CatalogueEntry[] = DETECTORS.map(({ id, zh, en, level }) => ({
  id,
  family: 'gbt32960',
  title: { zh, en },
  about: NO_TEXT,
  level,
  category: 'gbt32960',
  limits: reportLimits(id),
  changeable: false,
  feeds: ['gbt32960'],
}));

const buses: readonly CatalogueEntry[] = IDS_RULES.map(({ id }) => ({
  ...(CAN_TEXTS[id] ?? { title: { zh: id, en: id }, level: 'medium' as const }),
  id,
  family: 'can',
  about: NO_TEXT,
  category: 'can',
  limits: [],
  changeable: false,
  feeds: ['can'],
}));

const roads: readonly CatalogueEntry[] = Object.entries(V2X_TEXTS).map(([id, texts]) => ({
  ...texts,
  id,
  family: 'v2x',
  about: NO_TEXT,
  category: 'v2x',
  limits: [],
  changeable: false,
  feeds: ['v2x'],
}));

/** Every native detector of every family. */
export const CATALOGUE: readonly CatalogueEntry[] = [...behaviour, ...reports, ...buses, ...roads];

const byId = new Map(CATALOGUE.map((entry) => [entry.id, entry]));

/** A detector by its id. */
export const catalogued = (id: string): CatalogueEntry | undefined => byId.get(id);
