import type { Run } from '@chedun/drills/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { useNow } from '../../ui/useNow.ts';

const WIDTH = 1200;
const LEFT = 74;
const ROWS = { injects: 34, detected: 78, answers: 122 } as const;
const HEIGHT = 170;
const MINUTE = 60_000;

interface Mark {
  readonly at: number;
  readonly label: string;
  readonly color: string;
  readonly solid: boolean;
}

/** Injects, what was detected and what people did, on one line of minutes. */
export const TimeLine = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const tone = usePalette();
  const now = useNow(5000);
  const begin = run.startedAt === null ? null : Date.parse(run.startedAt);
  const minute = (at: string): number => (begin === null ? 0 : (Date.parse(at) - begin) / MINUTE);
  const end = run.endedAt === null ? (begin === null ? 0 : (now - begin) / MINUTE) : minute(run.endedAt);
  const last = Math.max(1, end, ...run.injects.map(({ at, playedAt }) => (playedAt === null ? at : minute(playedAt))));
  const x = (at: number): number => LEFT + (at / (last * 1.06)) * (WIDTH - LEFT - 20);
  const color = { open: tone.info, answered: tone.medium, met: tone.good, missed: tone.critical };
  const rows: Readonly<Record<keyof typeof ROWS, readonly Mark[]>> = {
    injects: run.injects.map(({ at, playedAt, kind, title }) => ({
      at: playedAt === null ? at : minute(playedAt),
      label: textIn(title, language),
      color: kind === 'technical' ? tone.high : tone.low,
      solid: playedAt !== null,
    })),
    detected: run.detections
      .filter(({ expected }) => expected)
      .map(({ detectedAt, title, titleZh }) => ({
        at: minute(detectedAt),
        label: language === 'en' ? title : (titleZh ?? title),
        color: tone.good,
        solid: true,
      })),
    answers: run.expectations.flatMap(({ kind, title, targets }) =>
      kind === 'human'
        ? targets.flatMap(({ at, state }) =>
            at === null ? [] : [{ at: minute(at), label: textIn(title, language), color: color[state], solid: true }],
          )
        : [],
    ),
  };
  const names = { injects: t('drills.injects'), detected: t('drills.detections'), answers: t('drills.answer') };
  const step = last > 40 ? 10 : last > 15 ? 5 : 1;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" role="img" aria-label={t('drills.timelineLabel')}>
      {Array.from({ length: Math.floor(last / step) + 1 }, (_, n) => n * step).map((at) => (
        <g key={at}>
          <line x1={x(at)} x2={x(at)} y1={14} y2={HEIGHT - 22} stroke={tone.line} />
          <text x={x(at)} y={HEIGHT - 6} fontSize={11} textAnchor="middle" fill={tone.textFaint}>
            {at}
          </text>
        </g>
      ))}
      {run.state === 'running' && (
        <line x1={x(end)} x2={x(end)} y1={10} y2={HEIGHT - 22} stroke={tone.primary} strokeWidth={2} />
      )}
      {(Object.keys(ROWS) as (keyof typeof ROWS)[]).map((row) => (
        <Row key={row} name={names[row]} y={ROWS[row]} marks={rows[row]} x={x} />
      ))}
    </svg>
  );
};

const Row = ({
  name,
  y,
  marks,
  x,
}: {
  readonly name: string;
  readonly y: number;
  readonly marks: readonly Mark[];
  readonly x: (at: number) => number;
}) => {
  const tone = usePalette();
  const sorted = marks.toSorted((a, b) => a.at - b.at);
  return (
    <g>
      <text x={0} y={y + 4} fontSize={12} fill={tone.textSoft}>
        {name}
      </text>
      <line x1={LEFT} x2={WIDTH - 20} y1={y} y2={y} stroke={tone.lineStrong} />
      {sorted.map(({ at, label, color, solid }, n) => {
        const next = sorted[n + 1];
        const crowded = next !== undefined && x(next.at) - x(at) < 90;
        const most = crowded ? 6 : 14;
        return (
          <g key={n}>
            <title>{label}</title>
            <circle cx={x(at)} cy={y} r={6} fill={solid ? color : tone.surface} stroke={color} strokeWidth={2} />
            {!(crowded && x(next.at) - x(at) < 24) && (
              <text x={x(at) + 10} y={y - 7} fontSize={11} fill={tone.text}>
                {label.length > most ? `${label.slice(0, most - 1)}…` : label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
};
