import type { Segment } from '@chedun/posture/contract';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/useNow.ts';

const WINDOW = 90 * 86_400_000;
const TONE = { pass: 'good', fail: 'critical', unknown: 'medium', stale: 'medium' } as const;

/** What a check said over 90 days, as a strip: the right end is now; before the first evidence it is empty. */
export const HistoryStrip = ({ segments }: { readonly segments: readonly Segment[] }) => {
  const { t } = useTranslation();
  const end = useNow(60_000);
  const start = end - WINDOW;
  const place = (at: string): number => Math.min(1000, Math.max(0, ((Date.parse(at) - start) / WINDOW) * 1000));
  const days = (from: string, to: string): string => `${from.slice(0, 10)} – ${to.slice(0, 10)}`;
  return (
    <div>
      <svg
        className="strip"
        viewBox="0 0 1000 14"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('obligations.strip')}
      >
        {segments.map(({ from, to, outcome }) => (
          <rect
            key={from}
            data-tone={TONE[outcome]}
            data-outcome={outcome}
            x={place(from)}
            width={Math.max(1.5, place(to) - place(from))}
            height={14}
          >
            <title>{`${t(`obligations.stripOutcome.${outcome}`)} ${days(from, to)}`}</title>
          </rect>
        ))}
      </svg>
      <div className="row between faint" style={{ fontSize: 11 }}>
        <span>{t('obligations.stripFrom')}</span>
        <span>{t('obligations.stripTo')}</span>
      </div>
    </div>
  );
};
