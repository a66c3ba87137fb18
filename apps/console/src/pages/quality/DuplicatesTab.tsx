import type { Duplicate } from '@chedun/quality/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { qualityDuplicates } from '../../api/quality.ts';
import { usePreferences } from '../../app/preferences.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { RuleLink, ruleTitle } from './RuleLink.tsx';
import { percent } from './ScoresTab.tsx';

const useColumns = (): readonly Column<Duplicate>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(
    () => [
      shownColumn(
        'kind',
        t('quality.result'),
        ({ kind }) => t(`quality.${kind}`),
        ({ kind }) => <Chip>{t(`quality.${kind}`)}</Chip>,
        { width: 120 },
      ),
      shownColumn(
        'rules',
        t('quality.rule'),
        ({ rules }) => rules.map((rule) => ruleTitle(rule, language)).join('; '),
        ({ rules }) => (
          <div className="stack" style={{ gap: 2 }}>
            {rules.map((rule) => (
              <span key={rule.id} className="row">
                <RuleLink rule={rule} />
                <span className="faint">{rule.ruleset}</span>
              </span>
            ))}
          </div>
        ),
      ),
      textColumn(
        'shared',
        t('quality.same-hits'),
        ({ shared, overlap }) =>
          shared === null ? '—' : t('quality.sharedHits', { count: shared, percent: percent(overlap) }),
        { width: 260 },
      ),
    ],
    [t, language],
  );
};

/** Rules that say the same. */
export const DuplicatesTab = () => {
  const { t } = useTranslation();
  const duplicates = useQuery({
    queryKey: ['quality', 'duplicates'],
    queryFn: ({ signal }) => qualityDuplicates(signal),
  });
  return (
    <Panel body="flush">
      <DataTable<Duplicate>
        rows={duplicates.data?.items}
        error={duplicates.error}
        onRetry={() => void duplicates.refetch()}
        columns={useColumns()}
        rowKey={({ kind, rules }) => `${kind}:${rules.map(({ id }) => id).join()}`}
        sorting="browser"
        exportName="chedun-duplicate-rules"
        empty={<EmptyState title={t('quality.duplicatesEmpty')} hint={t('quality.duplicatesEmptyHint')} />}
      />
    </Panel>
  );
};
