import type { CorrelationOutline } from '@chedun/correlation/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { sketchOf, spanOf, type Picture } from '../../lib/correlations.ts';
import { ruleTitle } from '../../lib/rules.ts';

const WIDTH = 760;
const LABEL = 210;
const ROW = 34;
const TOP = 64;
const MOST_ROWS = 8;

/** `10 分钟`, `10 min`. */
const spanText = (t: TFunction, ms: number): string => {
  const { n, unit } = spanOf(ms);
  return t(`correlations.span.${unit}`, { n });
};

/** The window in words. */
export const windowText = (t: TFunction, { window, timespanMs, gapMs }: CorrelationOutline): string => {
  const kind = t(`correlations.window.${window}`);
  const span = spanText(t, timespanMs);
  return gapMs === null
    ? t('correlations.windowText', { kind, span })
    : t('correlations.windowGap', { kind, span, gap: spanText(t, gapMs) });
};

/** The condition in words. */
export const conditionText = (t: TFunction, { type, fields, condition }: CorrelationOutline): string =>
  t(`correlations.need.${type}`, { fields: fields.join(' + '), condition });

const groupText = (t: TFunction, { groupBy }: CorrelationOutline): string =>
  groupBy.length === 0 ? t('correlations.noGroup') : t('correlations.groupBy', { fields: groupBy.join(' + ') });

const clipped = (text: string, most: number): string => {
  let width = 0;
  for (const [at, sign] of [...text].entries()) {
    width += /[\u2E80-\uFFFF]/.test(sign) ? 2 : 1;
    if (width > most) return `${[...text].slice(0, at).join('')}…`;
  }
  return text;
};

interface WindowPictureProps {
  readonly outline: CorrelationOutline;
  /** What was tried; a sketch when left out. */
  readonly picture?: Picture | undefined;
}

/** A correlation as a picture: a line for each rule, its hits, the window as a bracket, and where it fires. */
export const WindowPicture = ({ outline, picture }: WindowPictureProps) => {
  const { t } = useTranslation();
  const shown = picture ?? sketchOf(outline);
  const rows = Math.min(MOST_ROWS, Math.max(1, outline.rules.length));
  const bottom = TOP + rows * ROW;
  const x = (share: number): number => LABEL + 10 + share * (WIDTH - LABEL - 30);
  const from = Math.max(x(shown.from), LABEL + 4);
  const to = x(shown.to);
  const summary = `${windowText(t, outline)} · ${groupText(t, outline)} · ${conditionText(t, outline)}`;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${bottom + 44}`}
      style={{ width: '100%', maxWidth: 980, display: 'block' }}
      role="img"
      aria-label={summary}
      fontSize={12}
      fill="var(--text)"
    >
      <rect x={from} y={TOP - 8} width={Math.max(2, to - from)} height={bottom - TOP + 12} fill="var(--primary-soft)" />
      <path
        d={`M ${from} ${TOP - 10} V ${TOP - 20} H ${to} V ${TOP - 10}`}
        fill="none"
        stroke="var(--primary)"
        strokeWidth={1.5}
      />
      <text x={(from + to) / 2} y={TOP - 28} textAnchor="middle" fill="var(--primary)" fontWeight={600}>
        {windowText(t, outline)}
      </text>
      <text x={8} y={TOP - 28} fill="var(--text-soft)">
        {clipped(groupText(t, outline), 34)}
      </text>
      <RuleLines outline={outline} rows={rows} />
      {shown.dots
        .filter(({ row }) => row < rows)
        .map((dot, n) => (
          <circle
            key={n}
            cx={x(dot.x)}
            cy={TOP + dot.row * ROW + ROW / 2}
            r={5}
            fill={dot.inside ? 'var(--primary)' : 'var(--surface)'}
            stroke={dot.inside ? 'var(--primary)' : 'var(--text-faint)'}
            strokeWidth={1.5}
          />
        ))}
      {shown.fires !== undefined && <FiringLine x={x(shown.fires)} bottom={bottom} />}
      <text x={(from + to) / 2} y={bottom + 28} textAnchor="middle" fontWeight={600}>
        {clipped(conditionText(t, outline), 84)}
      </text>
    </svg>
  );
};

const RuleLines = ({ outline, rows }: { readonly outline: CorrelationOutline; readonly rows: number }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return outline.rules.slice(0, rows).map(({ reference, title, titleZh }, row) => {
    const y = TOP + row * ROW + ROW / 2;
    const name = title === null ? t('correlations.missing', { reference }) : ruleTitle({ title, titleZh }, language);
    return (
      <g key={`${row}:${reference}`}>
        <text x={8} y={y + 4} fill={title === null ? 'var(--critical)' : 'var(--text)'}>
          {clipped(name, 30)}
          <title>{name}</title>
        </text>
        <line x1={LABEL} x2={WIDTH - 8} y1={y} y2={y} stroke="var(--line)" />
      </g>
    );
  });
};

const FiringLine = ({ x, bottom }: { readonly x: number; readonly bottom: number }) => {
  const { t } = useTranslation();
  return (
    <g>
      <line x1={x} x2={x} y1={TOP - 20} y2={bottom + 8} stroke="var(--critical)" strokeWidth={2} />
      <text x={x + 6} y={bottom + 8} fill="var(--critical)" fontWeight={600}>
        {t('correlations.fires')}
      </text>
    </g>
  );
};
