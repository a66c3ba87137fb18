import { DownloadOutlined } from '@ant-design/icons';
import type { AlgorithmCount, PlatformKey } from '@chedun/cryptography/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { cbomUrl, getInventory } from '../../api/cryptography.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { UsesPanel } from './UsesPanel.tsx';

const algorithmColumns = (t: TFunction): readonly Column<AlgorithmCount>[] => [
  monoColumn('algorithm', t('cryptography.algorithm'), ({ algorithm }) => algorithm),
  shownColumn(
    'kind',
    t('cryptography.judgement'),
    ({ weak, sm }) => (weak ? t('cryptography.weak') : sm ? t('cryptography.commercial') : t('cryptography.sound')),
    ({ weak, sm }) => (
      <Chip tone={weak ? 'high' : sm ? 'good' : 'info'}>
        {weak ? t('cryptography.weak') : sm ? t('cryptography.commercial') : t('cryptography.sound')}
      </Chip>
    ),
    { width: 130 },
  ),
  ...(['channels', 'certificates', 'uses', 'keys'] as const).map((place) =>
    textColumn<AlgorithmCount>(place, t(`cryptography.countOf.${place}`), (row) => row[place], {
      width: 100,
      align: 'right',
    }),
  ),
];

/** 密码应用清单: which algorithms are in use where, declared uses, keys of the platform, and the bill of all. */
export const InventoryTab = () => {
  const { t } = useTranslation();
  const inventory = useQuery({
    queryKey: ['cryptography', 'inventory'],
    queryFn: ({ signal }) => getInventory(signal),
  });
  const columns = useMemo(() => algorithmColumns(t), [t]);
  const retry = (): void => void inventory.refetch();
  return (
    <div className="stack">
      <Panel
        title={t('cryptography.algorithms')}
        hint={t('cryptography.algorithmsHint')}
        extra={
          <Button icon={<DownloadOutlined />} href={cbomUrl}>
            {t('cryptography.cbom')}
          </Button>
        }
        body="flush"
      >
        <DataTable<AlgorithmCount>
          columns={columns}
          rows={inventory.data?.algorithms}
          rowKey={({ algorithm }) => algorithm}
          error={inventory.error}
          onRetry={retry}
          exportName="chedun-algorithms"
          sorting="browser"
          empty={<EmptyState title={t('cryptography.noAlgorithms')} hint={t('cryptography.noAlgorithmsHint')} />}
        />
      </Panel>
      <UsesPanel uses={inventory.data?.uses} error={inventory.error} onRetry={retry} />
      <Panel title={t('cryptography.platformKeys')} hint={t('cryptography.platformKeysHint')} body="flush">
        <DataTable<PlatformKey>
          columns={[
            monoColumn('id', t('cryptography.keyId'), ({ id }) => id),
            monoColumn('kind', t('cryptography.algorithm'), ({ kind }) => kind, { width: 180 }),
            shownColumn(
              'made',
              t('cryptography.created'),
              ({ createdAt }) => createdAt,
              ({ createdAt }) => <TimeText at={createdAt} />,
              { width: 180 },
            ),
          ]}
          rows={inventory.data?.keys}
          rowKey={({ id }) => id}
          error={inventory.error}
          onRetry={retry}
          exportName="chedun-platform-keys"
          sorting="browser"
          empty={<EmptyState size="small" title={t('cryptography.noKeys')} />}
        />
      </Panel>
    </div>
  );
};
