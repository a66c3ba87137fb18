import { DownloadOutlined } from '@ant-design/icons';
import { cryptographyPermissions } from '@chedun/cryptography/contract';
import type { EndpointDetail } from '@chedun/cryptography/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { getEndpoint, removeEndpoint, transcriptUrl } from '../../api/cryptography.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { EndpointDialog } from './EndpointDialog.tsx';
import {
  CertificateTable,
  HelloTable,
  HistoryTable,
  NegativeTable,
  ProtocolTable,
  WeaknessTable,
} from './probeTables.tsx';
import { reachText } from './endpointColumns.tsx';

type Detail = z.output<typeof EndpointDetail>;

/** One endpoint: what its newest probe showed, and what it showed before. */
export const EndpointDrawer = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const detail = useQuery({
    queryKey: ['cryptography', 'endpoint', id],
    queryFn: ({ signal }) => getEndpoint(id, signal),
    refetchInterval: 5000,
  });
  const endpoint = detail.data?.endpoint;
  return (
    <Drawer
      open
      size={860}
      onClose={onClose}
      title={endpoint === undefined ? '' : `${endpoint.name} · ${endpoint.host}:${endpoint.port}`}
      extra={detail.data && <DrawerActions detail={detail.data} onClose={onClose} />}
    >
      {detail.data === undefined ? (
        detail.error === null ? (
          <Skeleton active paragraph={{ rows: 10 }} />
        ) : (
          <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
        )
      ) : (
        <Sheet detail={detail.data} />
      )}
    </Drawer>
  );
};

const Sheet = ({ detail: { endpoint, certificates, history } }: { readonly detail: Detail }) => {
  const { t } = useTranslation();
  const { probe } = endpoint;
  if (probe === null)
    return <EmptyState title={t('cryptography.neverProbed')} hint={t('cryptography.neverProbedHint')} />;
  const { result } = probe;
  return (
    <div className="stack">
      <Facts
        items={[
          [t('cryptography.state'), `${reachText(endpoint, t)}${result.reason === '' ? '' : ` · ${result.reason}`}`],
          [t('cryptography.kind'), t(`cryptography.kindOf.${endpoint.kind}`)],
          [t('cryptography.expectation'), <Expectation key="expectation" mutual={endpoint.mutual} sm={endpoint.sm} />],
          [t('cryptography.probed'), <AgoText key="at" at={probe.at} />],
          [t('cryptography.took'), t('cryptography.seconds', { count: Math.round(result.tookMs / 100) / 10 })],
          [t('cryptography.expires'), result.expiresAt === null ? null : <TimeText key="end" at={result.expiresAt} />],
        ]}
      />
      <Panel title={t('cryptography.weaknesses')} body="flush">
        <WeaknessTable weaknesses={result.weaknesses} />
      </Panel>
      <Panel title={t('cryptography.protocols')} body="flush">
        <ProtocolTable accepted={result.accepted} />
      </Panel>
      {endpoint.mutual && (
        <Panel title={t('cryptography.negative')} hint={t('cryptography.negativeHint')} body="flush">
          <NegativeTable negative={result.negative} />
        </Panel>
      )}
      <Panel title={t('cryptography.tabs.certificates')} body="flush">
        <CertificateTable certificates={certificates} />
      </Panel>
      <Panel title={t('cryptography.hellos')} hint={t('cryptography.hellosHint')} body="flush">
        <HelloTable hellos={result.hellos} />
      </Panel>
      <Panel title={t('cryptography.history')} body="flush">
        <HistoryTable history={history} />
      </Panel>
    </div>
  );
};

const Expectation = ({ mutual, sm }: { readonly mutual: boolean; readonly sm: boolean }) => {
  const { t } = useTranslation();
  const wanted = [...(mutual ? [t('cryptography.mutual')] : []), ...(sm ? [t('cryptography.sm')] : [])];
  return <>{wanted.length === 0 ? t('common.none') : wanted.join(' · ')}</>;
};

const DrawerActions = ({
  detail: { endpoint },
  onClose,
}: {
  readonly detail: Detail;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const may = useMay()(cryptographyPermissions.manage);
  const [isChanging, setChanging] = useState(false);
  const remove = useMutation({
    mutationFn: removeEndpoint,
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['cryptography'] });
    },
    onError: say.problem,
  });
  return (
    <span className="row">
      {endpoint.probe?.transcript === true && (
        <Button icon={<DownloadOutlined />} href={transcriptUrl(endpoint.probe.id)}>
          {t('cryptography.transcript')}
        </Button>
      )}
      {may && <Button onClick={() => setChanging(true)}>{t('common.edit')}</Button>}
      {may && (
        <Popconfirm title={t('cryptography.askRemoveEndpoint')} onConfirm={() => remove.mutate(endpoint.id)}>
          <Button danger loading={remove.isPending}>
            {t('common.remove')}
          </Button>
        </Popconfirm>
      )}
      {isChanging && <EndpointDialog endpoint={endpoint} onClose={() => setChanging(false)} />}
    </span>
  );
};
