import { DownloadOutlined, PlusOutlined } from '@ant-design/icons';
import { pseudonymsPermissions } from '@chedun/pseudonyms/contract';
import type { IssuedAuthority, SuiteName } from '@chedun/pseudonyms/contract';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '../../api/client.ts';
import { listIssuedAuthorities } from '../../api/credentials.ts';
import { useMay } from '../../app/session.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { CeremonyDialog } from './CeremonyDialog.tsx';
import { CeremonyPanel } from './CeremonyPanel.tsx';

/** Another person decides, and makes an authority without this page. */
const REFRESH_MS = 10_000;

const aidsOf = ({ ranges }: IssuedAuthority): string => [...new Set(ranges.map(({ aid }) => aid))].join(' · ');

const columnsOf = (t: TFunction): readonly Column<IssuedAuthority>[] => [
  textColumn('kind', t('credentials.kind'), ({ kind }) => t(`credentials.kindOf.${kind}`), { width: 190 }),
  monoColumn('name', t('credentials.name'), ({ name }) => name, { width: 240, clip: 'clip' }),
  monoColumn('id8', t('pseudonyms.fingerprint'), ({ id8 }) => id8, { width: 180 }),
  monoColumn('aids', t('credentials.applications'), aidsOf, { width: 190 }),
  shownColumn(
    'until',
    t('credentials.validUntil'),
    ({ notAfter }) => notAfter,
    ({ notAfter }) => <TimeText at={notAfter} />,
    { width: 170 },
  ),
  shownColumn(
    'valid',
    t('credentials.state'),
    ({ valid }) => t(valid ? 'credentials.valid' : 'credentials.invalid'),
    ({ valid }) => <Chip tone={valid ? 'good' : 'high'}>{t(valid ? 'credentials.valid' : 'credentials.invalid')}</Chip>,
    { width: 130 },
  ),
  {
    key: 'download',
    title: '',
    width: 90,
    render: ({ id }) => (
      <a href={apiUrl(`/pseudonyms/issued-authorities/${id}/certificate`)} download>
        {t('credentials.download')}
      </a>
    ),
  },
];

/** Ceremonies of the root, and what they made. */
export const CeremoniesTab = ({ suite }: { readonly suite: SuiteName }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [proposing, setProposing] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'issued-authorities'],
    queryFn: ({ signal }) => listIssuedAuthorities(signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const list = data?.lists.find((one) => one.suite === suite);
  const propose = may(pseudonymsPermissions.ceremony) && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setProposing(true)}>
      {t('credentials.propose')}
    </Button>
  );
  return (
    <div className="stack">
      <CeremonyPanel action={propose} />
      <Panel body="flush" title={t('credentials.issued')} hint={t('credentials.issuedHint')}>
        <DataTable<IssuedAuthority>
          columns={columns}
          rows={data?.items.filter((row) => row.suite === suite)}
          rowKey={({ id }) => id}
          error={error}
          onRetry={() => void refetch()}
          sorting="browser"
          exportName="chedun-v2x-issued-authorities"
          minWidth={1100}
          empty={
            <EmptyState size="small" title={t('credentials.issuedEmpty')} hint={t('credentials.issuedEmptyHint')} />
          }
        />
      </Panel>
      <Panel title={t('credentials.authorityList')}>
        {list === undefined ? (
          <span>{t('credentials.authorityListNone')}</span>
        ) : (
          <div className="row between">
            <span>
              {t('credentials.authorityListState', { series: list.series, count: list.certificates })}{' '}
              <TimeText at={list.nextAt} />
            </span>
            <Button icon={<DownloadOutlined />} href={apiUrl(`/pseudonyms/authority-lists/${suite}/newest`)} download>
              {t('credentials.download')}
            </Button>
          </div>
        )}
      </Panel>
      {proposing && <CeremonyDialog suite={suite} onClose={() => setProposing(false)} />}
    </div>
  );
};
