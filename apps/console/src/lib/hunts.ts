import { Severity } from '@chedun/governance/contract';
import type { Hunt, HuntDetail, RuleCoverage } from '@chedun/hunt/contract';

const MOST_BARS = 400;

/** Bars over the whole range of a hunt, zero where nothing was found; times in milliseconds. */
export const huntBars = ({
  from,
  to,
  barMs,
  histogram,
}: Pick<HuntDetail, 'from' | 'to' | 'barMs' | 'histogram'>): readonly {
  readonly at: number;
  readonly hits: number;
}[] => {
  const hits = new Map(histogram.map((bar) => [Date.parse(bar.at), bar.hits]));
  const first = Math.floor(Date.parse(from) / barMs) * barMs;
  const count = Math.min(MOST_BARS, Math.max(1, Math.ceil((Date.parse(to) - first) / barMs)));
  return Array.from({ length: count }, (_, bar) => {
    const at = first + bar * barMs;
    return { at, hits: hits.get(at) ?? 0 };
  });
};

/** Name of a hunt in the language of the reader: that of its only rule, '' for several. */
export const huntTitle = ({ title, titleZh }: Pick<Hunt, 'title' | 'titleZh'>, language: string): string =>
  language === 'en' ? title : (titleZh ?? title);

/** True while a hunt waits or runs. */
export const isOpen = ({ state }: Pick<Hunt, 'state'>): boolean => state === 'queued' || state === 'running';

/** Tone of a state. */
export const stateTone = (state: Hunt['state']): string =>
  ({ queued: 'info', running: 'low', done: 'good', cancelled: 'info', failed: 'critical' })[state];

/** Seconds that a hunt took so far. */
export const secondsOf = ({ startedAt, endedAt }: Pick<Hunt, 'startedAt' | 'endedAt'>, now: number): number =>
  Math.max(0, Math.round(((endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt)) / 1000));

/** Evaluated parts of the time of a stream, as shares from 0 to 1, at least visible. */
export const coveredParts = (
  stream: Pick<RuleCoverage['streams'][number], 'from' | 'to' | 'ranges'>,
): readonly { readonly left: number; readonly width: number }[] => {
  if (stream.from === null || stream.to === null) return [];
  const begin = Date.parse(stream.from);
  const length = Math.max(1, Date.parse(stream.to) - begin);
  return stream.ranges.map(({ from, to }) => {
    const left = Math.min(1, Math.max(0, (Date.parse(from) - begin) / length));
    const width = Math.min(1 - left, Math.max(0.004, (Date.parse(to) - Date.parse(from)) / length));
    return { left, width };
  });
};

/** Severity of a level of a rule; what is no level counts as medium. */
export const severityOf = (level: string): Severity => Severity.catch('medium').parse(level);
