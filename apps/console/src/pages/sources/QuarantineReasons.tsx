import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { byReason, generalReason } from '../../lib/quarantine.ts';
import type { QuarantineEntry } from '../../lib/quarantine.ts';
import { Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';

interface ReasonsProps {
  readonly entries: readonly QuarantineEntry[];
  /** Entries that wait altogether; more than `entries` holds when very many do. */
  readonly total: number;
  /** Absent when the person may not act on them. */
  readonly onChoose?: (ids: readonly string[]) => void;
}

/** Why records wait: how many for each reason and source, the most common first. */
export const QuarantineReasons = ({ entries, total, onChoose }: ReasonsProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const reasons = byReason(entries);
  if (reasons.length === 0) return null;
  const records = reasons.reduce((sum, reason) => sum + reason.records, 0);
  const hint =
    total > entries.length
      ? t('quarantine.byReasonPart', { shown: formatCount(entries.length), total: formatCount(total) })
      : t('quarantine.byReasonHint', { entries: formatCount(entries.length), records: formatCount(records) });
  return (
    <Panel title={t('quarantine.byReason')} hint={hint} body="flush" style={{ marginBottom: 12 }}>
      {reasons.map(({ code, source, reason, ids, records: count, newest }) => (
        <div key={`${source} ${code}`} className="reason-line">
          <span className="mono soft clip" title={source}>
            {source}
          </span>
          <span className="clip" title={`${textIn(reason, language)} (${code})`}>
            {generalReason(textIn(reason, language))}
          </span>
          <span className="faint">
            <AgoText at={newest} />
          </span>
          <span className="count">
            {t('quarantine.entriesOf', { entries: formatCount(ids.length), records: formatCount(count) })}
          </span>
          {onChoose !== undefined && (
            <Button size="small" onClick={() => onChoose(ids)}>
              {t('quarantine.choose')}
            </Button>
          )}
        </div>
      ))}
    </Panel>
  );
};
