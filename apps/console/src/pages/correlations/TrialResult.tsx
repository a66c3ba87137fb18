import type { CorrelationTestResult } from '@chedun/correlation/contract';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import { TimeText } from '../../ui/Time.tsx';

type TriedFiring = CorrelationTestResult['firings'][number];

/** `account = u-1, vin = …`. */
export const groupLine = (group: TriedFiring['group']): string =>
  group.map(({ field, value }) => `${field} = ${value}`).join(', ');

/** A number without a tail of digits. */
export const shortNumber = (value: number): string => String(Math.round(value * 100) / 100);

const MOST_NUMBERS = 12;

/** What a trial found: its firings with the numbers of their events. */
export const TrialResult = ({ result }: { readonly result: CorrelationTestResult }) => {
  const { t } = useTranslation();
  if (!result.loads) return <EmptyState size="small" title={t('rules.testBroken')} hint={t('rules.testBrokenHint')} />;
  if (result.tested === 0)
    return <EmptyState size="small" title={t('rules.testNone')} hint={t('rules.testNoneHint')} />;
  const counts = { tested: result.tested, hits: result.hitsTotal, firings: result.firingsTotal };
  const rows = result.firings.map((firing, n) => ({ ...firing, n }));
  return (
    <div className="stack">
      <strong>{t('correlations.testResult', counts)}</strong>
      {rows.length === 0 ? (
        <EmptyState size="small" title={t('correlations.testQuiet')} hint={t('correlations.testQuietHint')} />
      ) : (
        <DataTable<TriedFiring & { n: number }>
          rows={rows}
          rowKey={({ n }) => String(n)}
          minWidth={460}
          sorting="browser"
          empty={null}
          columns={[
            shownColumn(
              'at',
              t('correlations.at'),
              (row) => row.at,
              (row) => <TimeText at={row.at} precise="second" />,
              { width: 172 },
            ),
            textColumn('group', t('correlations.group'), (row) => groupLine(row.group), { clip: 'clip' }),
            textColumn('value', t('correlations.value'), (row) => shortNumber(row.value), {
              width: 76,
              align: 'right',
            }),
          ]}
          expand={({ events }) =>
            t('correlations.numbers', {
              numbers: events
                .slice(0, MOST_NUMBERS)
                .map((event) => event + 1)
                .join(', '),
            })
          }
        />
      )}
    </div>
  );
};
