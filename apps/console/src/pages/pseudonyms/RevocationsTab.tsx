import { PlusOutlined } from '@ant-design/icons';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import type { Report, SuiteName } from '@chedun/pseudonyms/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listReports } from '../../api/pseudonyms.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { observationWords } from '../v2x-trust/words.ts';
import { AccusedPanel } from './AccusedPanel.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import { RevocationActions } from './RevocationActions.tsx';

const REFRESH_MS = 10_000;
const STATES = { proposed: 'waiting', revoked: 'revoked', rejected: 'rejected' } as const;
const TONES = { proposed: 'medium', revoked: 'good', rejected: 'info' } as const;

const columnsOf = (t: TFunction): readonly Column<Report>[] => [
  shownColumn(
    'reportedAt',
    t('pseudonyms.reportedAt'),
    (row) => row.reportedAt,
    (row) => <TimeText at={row.reportedAt} />,
    { width: 180 },
  ),
  textColumn('observation', t('pseudonyms.observation'), (row) => observationWords(t, row.observation), { width: 170 }),
  textColumn('note', t('pseudonyms.note'), (row) => row.note, { width: 220 }),
  monoColumn('certificate', t('pseudonyms.certificate'), (row) => row.certificateId, { width: 200 }),
  textColumn('reporter', t('pseudonyms.reporter'), (row) => row.reporter, { width: 110 }),
  shownColumn(
    'revocation',
    t('pseudonyms.revocation'),
    (row) => (row.revocation === null ? '' : t(`pseudonyms.${STATES[row.revocation.state]}`)),
    ({ revocation }) =>
      revocation === null ? (
        '–'
      ) : (
        <span className="row">
          <Chip tone={TONES[revocation.state]}>{t(`pseudonyms.${STATES[revocation.state]}`)}</Chip>
          {t('pseudonyms.by', { name: revocation.proposedBy })}
        </span>
      ),
    { width: 220 },
  ),
  shownColumn(
    'actions',
    '',
    () => '',
    (row) => <RevocationActions report={row} />,
    { width: 170 },
  ),
];

/** Reports of misbehaviour, and revocation by two persons. */
export const RevocationsTab = ({ suite }: { readonly suite: SuiteName }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [reporting, setReporting] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'reports'],
    queryFn: ({ signal }) => listReports(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const report = may(pseudonymsPermissions.report) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setReporting(true)}>
      {t('pseudonyms.report')}
    </Button>
  );
  return (
    <div className="stack">
      <AccusedPanel suite={suite} />
      <Panel body="flush" title={t('pseudonyms.reportsTitle')} extra={report}>
        <DataTable<Report>
          columns={columns}
          rows={data?.items.filter((row) => row.suite === suite)}
          rowKey={(row) => row.id}
          error={error}
          onRetry={() => void refetch()}
          exportName="chedun-v2x-misbehaviour"
          sorting="browser"
          minWidth={1180}
          empty={<EmptyState title={t('pseudonyms.noReports')} hint={t('pseudonyms.noReportsHint')} action={report} />}
        />
        {reporting && <ReportDialog suite={suite} onClose={() => setReporting(false)} />}
      </Panel>
    </div>
  );
};
