import type { Certificate } from '@chedun/cryptography/contract';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCertificates } from '../../api/cryptography.ts';
import { monoColumn, shownColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FindBox } from '../../ui/FindBox.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { daysTone, keyLabel } from './worst.ts';

const columnsOf = (t: TFunction): readonly Column<Certificate>[] => [
  monoColumn('subject', t('cryptography.subject'), ({ subject }) => subject, { clip: 'clip' }),
  monoColumn('issuer', t('cryptography.issuer'), ({ issuer }) => issuer, { clip: 'clip' }),
  monoColumn('key', t('cryptography.key'), keyLabel, { width: 110 }),
  monoColumn('signature', t('cryptography.signature'), ({ signature }) => signature, { width: 130 }),
  shownColumn(
    'end',
    t('cryptography.notAfter'),
    ({ notAfter }) => notAfter,
    ({ notAfter }) => <TimeText at={notAfter} />,
    { width: 170 },
  ),
  shownColumn(
    'left',
    t('cryptography.daysLeft'),
    ({ daysLeft }) => daysLeft,
    ({ daysLeft }) => <Chip tone={daysTone(daysLeft)}>{t('cryptography.days', { count: daysLeft })}</Chip>,
    { width: 100 },
  ),
  shownColumn(
    'where',
    t('cryptography.where'),
    ({ places }) => places.map(({ endpoint }) => endpoint).join(' '),
    ({ places }) => (
      <span className="row wrap" style={{ gap: 4 }}>
        {places.map(({ endpoint, place }) => (
          <Chip key={endpoint + place} title={t(`cryptography.placeOf.${place}`)}>
            {endpoint}
          </Chip>
        ))}
      </span>
    ),
    { width: 240 },
  ),
];

/** Certificates that endpoints showed at their newest probe. */
export const CertificatesTab = () => {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const list = useQuery({
    queryKey: ['cryptography', 'certificates', find],
    queryFn: ({ signal }) => listCertificates(find, signal),
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  return (
    <Panel body="flush">
      <FindBox placeholder={t('cryptography.findCertificate')} onFind={(text) => setFind(text ?? '')} />
      <DataTable<Certificate>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ fingerprint }) => fingerprint}
        total={list.data?.total}
        error={list.error}
        onRetry={() => void list.refetch()}
        exportName="chedun-certificates"
        sorting="browser"
        minWidth={1120}
        empty={<EmptyState title={t('cryptography.noCertificates')} hint={t('cryptography.noCertificatesHint')} />}
      />
    </Panel>
  );
};
