import type { BaselineTestResult } from '@chedun/baselines/contract';
import { useTranslation } from 'react-i18next';
import { entityLine } from '../../lib/baselines.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { figuresText } from './VerdictsTab.tsx';

type Tried = BaselineTestResult['verdicts'][number] & { readonly n: number };

/** What a trial found. */
export const TrialResult = ({ result }: { readonly result: BaselineTestResult }) => {
  const { t } = useTranslation();
  if (!result.loads) return <EmptyState size="small" title={t('rules.testBroken')} hint={t('rules.testBrokenHint')} />;
  if (result.tested === 0)
    return <EmptyState size="small" title={t('rules.testNone')} hint={t('rules.testNoneHint')} />;
  const { tested, selected, entities, learning, verdictsTotal } = result;
  return (
    <div className="stack">
      <strong>{t('baselines.testResult', { tested, selected, entities, learning, verdicts: verdictsTotal })}</strong>
      {result.incomplete > 0 && (
        <span style={{ color: 'var(--high)' }}>{t('baselines.testMissing', { count: result.incomplete })}</span>
      )}
      {verdictsTotal === 0 ? (
        <EmptyState size="small" title={t('baselines.testQuiet')} hint={t('baselines.testQuietHint')} />
      ) : (
        <DataTable<Tried>
          rows={result.verdicts.map((verdict, n) => ({ ...verdict, n }))}
          rowKey={({ n }) => String(n)}
          minWidth={520}
          sorting="browser"
          empty={null}
          columns={[
            shownColumn(
              'at',
              t('baselines.at'),
              (row) => row.at,
              (row) => <TimeText at={row.at} />,
              { width: 172 },
            ),
            textColumn('whom', t('baselines.entity'), (row) => entityLine(row.fields), { clip: 'clip' }),
            textColumn('value', t('baselines.value'), (row) => row.value, { clip: 'clip' }),
            textColumn('figures', t('baselines.figures'), (row) => figuresText(t, row.figures), { clip: 'clip' }),
          ]}
        />
      )}
    </div>
  );
};
