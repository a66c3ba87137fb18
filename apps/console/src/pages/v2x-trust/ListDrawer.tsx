import { DownloadOutlined } from '@ant-design/icons';
import { v2xTrustPermissions, type ListedCertificate, type TrustListDetail } from '@chedun/v2x-trust/contract';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { trustList, trustListFile } from '../../api/v2xTrust.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { FreshChip, StatusChip } from './columns.tsx';
import { DecideButtons } from './DecideButtons.tsx';
import { curveName } from './words.ts';

const WIDTH = 1040;

/** One list: who issued it, what it changes, and what another person decides about it. */
export const ListDrawer = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const may = useMay();
  const { data, error } = useQuery({
    queryKey: ['v2x-trust', 'list', id],
    queryFn: ({ signal }) => trustList(id, signal),
  });
  const files = (
    <span className="row">
      <Button icon={<DownloadOutlined />} href={trustListFile(id, 'bundle')} download>
        {t('roadTrust.exportBundle')}
      </Button>
      <Button icon={<DownloadOutlined />} href={trustListFile(id, 'coer')} download>
        {t('roadTrust.exportCoer')}
      </Button>
      {data && may(v2xTrustPermissions.accept) && <DecideButtons what="lists" id={id} status={data.list.status} />}
    </span>
  );
  return (
    <Drawer open size={WIDTH} title={t('roadTrust.detail')} extra={files} onClose={onClose}>
      {error !== null && data === undefined && <ErrorState error={error} />}
      {data === undefined && error === null && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && <ListContent detail={data} />}
    </Drawer>
  );
};

const ListContent = ({ detail }: { readonly detail: TrustListDetail }) => {
  const { t } = useTranslation();
  const { list } = detail;
  return (
    <div className="stack">
      <Facts
        items={[
          [t('roadTrust.kind'), t(`roadTrust.kindOf.${list.kind}`)],
          [t('roadTrust.issuer'), `${list.issuerName} ${list.issuer}`],
          [t('roadTrust.series'), list.series],
          [t('roadTrust.status'), <StatusChip key="status" status={list.status} t={t} />],
          [t('roadTrust.freshness'), <FreshChip key="fresh" freshness={list.freshness} t={t} />],
          [t('roadTrust.issued'), <TimeText key="issued" at={list.issuedAt} />],
          [t('roadTrust.next'), <TimeText key="next" at={list.nextAt} />],
          [t('roadTrust.people'), `${list.proposedBy} / ${list.decidedBy ?? '—'}`],
          [
            'SM3',
            <span key="sm3" className="mono">
              {list.sm3}
            </span>,
          ],
        ]}
      />
      <Difference detail={detail} />
    </div>
  );
};

type Change = 'added' | 'removed' | 'changed' | 'kept';
const TONE: Readonly<Record<Change, string>> = { added: 'good', removed: 'critical', changed: 'medium', kept: 'info' };
const ORDER: readonly Change[] = ['added', 'removed', 'changed', 'kept'];

interface ChangedRow {
  readonly change: Change;
  readonly certificate: ListedCertificate;
  readonly before?: ListedCertificate;
}

const rowsOf = ({ added, removed, changed, certificates }: TrustListDetail): readonly ChangedRow[] => {
  const fresh = new Set([...added, ...changed.map(({ after }) => after)].map(({ id8 }) => id8));
  const rows: readonly ChangedRow[] = [
    ...added.map((certificate) => ({ change: 'added' as const, certificate })),
    ...removed.map((certificate) => ({ change: 'removed' as const, certificate })),
    ...changed.map(({ before, after }) => ({ change: 'changed' as const, certificate: after, before })),
    ...certificates
      .filter(({ id8 }) => !fresh.has(id8))
      .map((certificate) => ({ change: 'kept' as const, certificate })),
  ];
  return rows.toSorted((a, b) => ORDER.indexOf(a.change) - ORDER.indexOf(b.change));
};

const columnsOf = (t: TFunction): readonly Column<ChangedRow>[] => [
  shownColumn(
    'change',
    t('roadTrust.status'),
    ({ change }) => t(`roadTrust.${change}`),
    ({ change }) => <Chip tone={TONE[change]}>{t(`roadTrust.${change}`)}</Chip>,
    { width: 90 },
  ),
  textColumn('name', t('roadTrust.name'), ({ certificate }) => certificate.name || certificate.id8, { width: 220 }),
  shownColumn(
    'id8',
    t('roadTrust.id8'),
    ({ certificate }) => certificate.id8,
    ({ certificate, before }) => (
      <span className="mono">
        {before !== undefined && before.id8 !== certificate.id8 && (
          <del className="faint" style={{ marginRight: 6 }}>
            {before.id8}
          </del>
        )}
        {certificate.id8}
      </span>
    ),
    { width: 180 },
  ),
  textColumn('curve', t('roadTrust.curve'), ({ certificate }) => curveName(certificate.curve), { width: 90 }),
  shownColumn(
    'until',
    t('roadTrust.until'),
    ({ certificate }) => certificate.until,
    ({ certificate }) => <TimeText at={certificate.until} />,
    { width: 170 },
  ),
  monoColumn('url', t('roadTrust.address'), ({ certificate }) => certificate.url ?? '—', { clip: 'clip' }),
];

const Difference = ({ detail }: { readonly detail: TrustListDetail }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => columnsOf(t), [t]);
  const rows = useMemo(() => rowsOf(detail), [detail]);
  const { before, added, removed, changed } = detail;
  const isSame = added.length + removed.length + changed.length === 0;
  return (
    <Panel
      title={t('roadTrust.diff')}
      hint={before === null ? undefined : t('roadTrust.diffBefore', { series: before.series })}
      body="flush"
    >
      {before === null && <Alert type="info" banner title={t('roadTrust.diffFirst')} />}
      {before !== null && isSame && <Alert type="info" banner title={t('roadTrust.diffNone')} />}
      <DataTable<ChangedRow>
        columns={columns}
        rows={rows}
        rowKey={({ change, certificate }) => `${change} ${certificate.id8}`}
        exportName="chedun-trust-list"
        sorting="browser"
        minWidth={900}
        empty={<EmptyState size="small" title={t('roadTrust.diffNone')} />}
      />
    </Panel>
  );
};
