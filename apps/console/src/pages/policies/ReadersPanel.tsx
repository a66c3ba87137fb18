import type { Policy, Reader } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getReaders } from '../../api/policies.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ReadingChip } from './parts.tsx';

/** Who has to read the version in force, and who did. */
export const ReadersPanel = ({ policy }: { readonly policy: Policy }) => {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['policies', 'readers', policy.id],
    queryFn: ({ signal }) => getReaders(policy.id, signal),
  });
  return (
    <Panel title={t('policies.readers')} hint={t('policies.readersHint')} body="flush">
      <DataTable<Reader>
        rows={found.data?.items}
        error={found.error}
        onRetry={() => void found.refetch()}
        rowKey={({ person }) => person.id}
        exportName={`policy-readers-${policy.code}`}
        empty={<EmptyState size="small" title={t('policies.readersEmpty')} hint={t('policies.readersEmptyHint')} />}
        columns={[
          textColumn('person', t('policies.person'), ({ person }) => person.name),
          shownColumn(
            'state',
            t('policies.stateName'),
            ({ state }) => t(`policies.reading.${state}`),
            ({ state }) => <ReadingChip state={state} />,
            { width: 140 },
          ),
          shownColumn(
            'at',
            t('policies.at'),
            ({ at }) => at ?? '',
            ({ at }) => <TimeText at={at} />,
            { width: 200 },
          ),
        ]}
      />
    </Panel>
  );
};
