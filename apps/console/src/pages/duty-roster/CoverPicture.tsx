import type { DutyBoard } from '@chedun/duty-roster/contract';
import { addDays, dayOf } from '@chedun/kernel';
import { useTranslation } from 'react-i18next';
import { usePalette } from '../../theme/useTheme.ts';

const DAY = 86_400_000;
const LEFT = 96;
const WIDTH = 1200;
const ROW = 26;
const HEAD = 22;

/** The next 14 days: a row for each person on duty, and what nobody covers below. Days are those of China. */
export const CoverPicture = ({ board }: { readonly board: DutyBoard }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const from = Date.parse(board.from);
  const to = Date.parse(board.to);
  const x = (time: number): number => LEFT + ((time - from) / (to - from)) * (WIDTH - LEFT);
  const people = board.responders.filter(({ id }) => board.stretches.some(({ responder }) => responder === id));
  const first = addDays(dayOf(from), 1);
  const days = Array.from({ length: Math.ceil((to - from) / DAY) }, (_, n) => addDays(first, n)).filter(
    (day) => Date.parse(`${day}T00:00:00+08:00`) < to,
  );
  const height = HEAD + (people.length + 1) * ROW + 4;
  const bar = (row: number, stretch: { readonly from: string; readonly to: string }, color: string, key: string) => (
    <rect
      key={key}
      x={x(Date.parse(stretch.from))}
      y={HEAD + row * ROW + 5}
      width={Math.max(1.5, x(Date.parse(stretch.to)) - x(Date.parse(stretch.from)) - 0.5)}
      height={ROW - 10}
      rx={2}
      fill={color}
    />
  );
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} width="100%" role="img" aria-label={t('dutyRoster.coverLabel')}>
      {days.map((day) => {
        const at = x(Date.parse(`${day}T00:00:00+08:00`));
        return (
          <g key={day}>
            <line x1={at} x2={at} y1={HEAD - 4} y2={height} stroke={tone.line} />
            <text x={at + 4} y={HEAD - 8} fontSize={11} fill={tone.textFaint}>
              {day.slice(5)}
            </text>
          </g>
        );
      })}
      {people.map(({ id, name }, row) => (
        <g key={id}>
          <text x={0} y={HEAD + row * ROW + ROW / 2 + 4} fontSize={12} fill={tone.text}>
            {name.length > 7 ? `${name.slice(0, 6)}…` : name}
          </text>
          {board.stretches
            .filter(({ responder }) => responder === id)
            .map((stretch) => bar(row, stretch, tone.primary, `${stretch.from}${stretch.to}`))}
        </g>
      ))}
      <text x={0} y={HEAD + people.length * ROW + ROW / 2 + 4} fontSize={12} fill={tone.critical}>
        {t('dutyRoster.gapRow')}
      </text>
      {board.gaps.map((gap) => bar(people.length, gap, tone.critical, gap.from))}
    </svg>
  );
};
