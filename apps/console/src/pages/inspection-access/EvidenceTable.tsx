import type { Evidence } from '@chedun/inspection-access/contract';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';

const columnsOf = (t: TFunction, urlOf: Props['urlOf']): readonly Column<Evidence>[] => [
  shownColumn(
    'at',
    t('inspectionAccess.at'),
    ({ at }) => at,
    ({ at }) => <TimeText at={at} />,
    { width: 170 },
  ),
  textColumn('who', t('inspectionAccess.who'), ({ inspector }) => inspector, { width: 110 }),
  monoColumn('paths', t('inspectionAccess.evidencePaths'), ({ paths }) => paths.join('  '), { clip: 'clip' }),
  textColumn('note', t('inspectionAccess.note'), ({ note }) => note, { width: 180 }),
  monoColumn('sm3', 'SM3', ({ sm3 }) => sm3, { width: 180, clip: 'clip' }),
  {
    key: 'file',
    title: '',
    width: 90,
    render: ({ id }) =>
      urlOf === undefined ? null : (
        <Button size="small" href={urlOf(id)} download>
          {t('inspectionAccess.download')}
        </Button>
      ),
  },
];

interface Props {
  readonly evidence: readonly Evidence[];
  /** Where a bundle is downloaded; absent: not now. */
  readonly urlOf?: ((id: string) => string) | undefined;
  readonly extra?: ReactNode;
}

/** Signed bundles that were taken. */
export const EvidenceTable = ({ evidence, urlOf, extra }: Props) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t, urlOf), [t, urlOf]);
  return (
    <Panel title={t('inspectionAccess.evidence')} hint={t('inspectionAccess.evidenceHint')} extra={extra} body="flush">
      <DataTable
        columns={columns}
        rows={evidence}
        rowKey={({ id }) => id}
        sorting="browser"
        exportName="inspection-evidence"
        empty={<EmptyState size="small" title={t('inspectionAccess.evidenceEmpty')} />}
      />
    </Panel>
  );
};
