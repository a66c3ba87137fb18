import { DownloadOutlined } from '@ant-design/icons';
import { credentialsPermissions } from '@chedun/credentials/contract';
import type { Credential, RevocationListView } from '@chedun/credentials/contract';
import type { SuiteName } from '@chedun/pseudonyms/contract';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { apiUrl } from '../../api/client.ts';
import { decideRevocation, listCredentials } from '../../api/credentials.ts';
import { useMay } from '../../app/session.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { CredentialRequests } from './CredentialRequests.tsx';
import { RevokeCredential } from './RevokeCredential.tsx';
import { SecondPerson } from '../../ui/SecondPerson.tsx';

const REFRESH_MS = 10_000;
const TONE = { valid: 'good', expired: 'info', revoked: 'high', replaced: 'info' } as const;

const columnsOf = (t: TFunction): readonly Column<Credential>[] => [
  monoColumn('subject', t('credentials.subject'), ({ subject }) => subject, { width: 190, clip: 'clip' }),
  textColumn('kind', t('credentials.kind'), ({ kind }) => t(`credentials.certificateKind.${kind}`), { width: 100 }),
  shownColumn(
    'holder',
    t('credentials.holder'),
    ({ holder, vin }) => `${holder} ${vin ?? ''}`,
    ({ holder, vin }) => (
      <span className="row wrap">
        {holder}
        {vin !== null && <AssetLink asset={{ kind: 'vehicle', id: vin }} />}
      </span>
    ),
    { width: 190 },
  ),
  monoColumn('aids', t('credentials.applications'), ({ aids }) => aids.join(' · '), { width: 120 }),
  shownColumn(
    'until',
    t('credentials.validUntil'),
    ({ notAfter }) => notAfter,
    ({ notAfter }) => <TimeText at={notAfter} />,
    { width: 170 },
  ),
  shownColumn(
    'state',
    t('credentials.state'),
    ({ state }) => t(`credentials.certificateState.${state}`),
    ({ state, reason }) => (
      <span className="row">
        <Chip tone={TONE[state]}>{t(`credentials.certificateState.${state}`)}</Chip>
        {reason !== null && t(`credentials.reasonOf.${reason}`, { defaultValue: reason })}
      </span>
    ),
    { width: 160 },
  ),
  {
    key: 'download',
    title: '',
    width: 70,
    render: ({ id }) => (
      <a href={apiUrl(`/credentials/${id}/certificate`)} download>
        {t('credentials.download')}
      </a>
    ),
  },
];

const Actions = ({ credential }: { readonly credential: Credential }) => {
  const { t } = useTranslation();
  const may = useMay();
  const { id, state, revocation } = credential;
  if (revocation !== null)
    return may(credentialsPermissions.approve) ? (
      <SecondPerson id={revocation} decide={decideRevocation} changes="pseudonyms" />
    ) : (
      <Chip tone="medium">{t('credentials.revocationWaits')}</Chip>
    );
  if (!may(credentialsPermissions.request) || (state !== 'valid' && state !== 'replaced')) return null;
  return <RevokeCredential certificate={id} />;
};

const ListState = ({ list }: { readonly list: z.infer<typeof RevocationListView> | undefined }) => {
  const { t } = useTranslation();
  if (list === undefined) return null;
  const { suite, serial, entries, fresh } = list;
  return (
    <span className="row">
      <Chip tone={fresh ? 'good' : 'high'}>
        {fresh ? t('credentials.listFresh', { serial, count: entries }) : t('credentials.listStale')}
      </Chip>
      <Button icon={<DownloadOutlined />} href={apiUrl(`/credentials/lists/${suite}/newest`)} download>
        {t('credentials.crl')}
      </Button>
    </span>
  );
};

/** 应用证书与身份证书: certificates, requests and revocation. */
export const CredentialsTab = ({ suite }: { readonly suite: SuiteName }) => {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['pseudonyms', 'credentials', find],
    queryFn: ({ signal }) => listCredentials(find, signal),
    refetchInterval: REFRESH_MS,
  });
  const columns = useMemo((): readonly Column<Credential>[] => {
    const actions: Column<Credential> = {
      key: 'actions',
      title: '',
      width: 150,
      render: (row) => <Actions credential={row} />,
    };
    return [...columnsOf(t), actions];
  }, [t]);
  if (data !== undefined && !data.authorities.includes(suite))
    return (
      <Panel>
        <EmptyState title={t('credentials.noAuthority')} hint={t('credentials.noAuthorityHint')} />
      </Panel>
    );
  const list = data?.lists.find((one) => one.suite === suite);
  return (
    <div className="stack">
      <CredentialRequests suite={suite} />
      <Panel
        body="flush"
        title={t('credentials.certificates')}
        hint={t('credentials.certificatesHint')}
        extra={<ListState list={list} />}
      >
        <div className="toolbar">
          <Input.Search
            allowClear
            style={{ width: 280 }}
            placeholder={t('credentials.find')}
            onSearch={(text) => setFind(text.trim())}
          />
        </div>
        <DataTable<Credential>
          columns={columns}
          rows={data?.items.filter((row) => row.suite === suite)}
          rowKey={({ id }) => id}
          total={data?.total}
          error={error}
          onRetry={() => void refetch()}
          sorting="browser"
          exportName="chedun-v2x-credentials"
          minWidth={1150}
          empty={<EmptyState title={t('credentials.none')} hint={t('credentials.noneHint')} />}
        />
      </Panel>
    </div>
  );
};
