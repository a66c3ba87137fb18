import { exposurePermissions } from '@chedun/exposure/contract';
import type { Exposed, Exposure } from '@chedun/exposure/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getExposure, probeNow } from '../../api/exposure.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ImportServices } from './ImportServices.tsx';
import { PortTable } from './PortTable.tsx';
import { ScanDialog } from './ScanDialog.tsx';
import { ServiceDialog } from './ServiceDialog.tsx';
import { TargetDialog } from './TargetDialog.tsx';
import { TargetTable } from './TargetTable.tsx';

type Open =
  | { readonly kind: 'nothing' | 'target' | 'scan' | 'import' }
  | { readonly kind: 'service'; readonly port: Pick<Exposed, 'host' | 'port' | 'service'> | undefined };

/** Probes run in the background: the page looks again while they may. */
const REFRESH_MS = 5_000;

/** 互联网暴露面: what may be open to the outside, and what is. */
export const ExposurePage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(exposurePermissions.write);
  const [open, setOpen] = useState<Open>({ kind: 'nothing' });
  const found = useQuery({
    queryKey: ['exposure', 'all'],
    queryFn: ({ signal }) => getExposure(signal),
    refetchInterval: REFRESH_MS,
  });
  const { data } = found;
  return (
    <div className="page stack">
      <PageHead
        title={t('nav.exposure')}
        about={t('exposure.about')}
        extra={mayWrite && data !== undefined && <Actions data={data} onOpen={setOpen} />}
      />
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {data === undefined && found.error === null && <Skeleton active paragraph={{ rows: 10 }} />}
      {data !== undefined && <Content data={data} mayWrite={mayWrite} onOpen={setOpen} />}
      <Dialogs open={open} onClose={() => setOpen({ kind: 'nothing' })} />
    </div>
  );
};

const Actions = ({ data, onOpen }: { readonly data: Exposure; readonly onOpen: (open: Open) => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const probe = useMutation({
    mutationFn: probeNow,
    onSuccess: async ({ ordered }) => {
      say.done(t('exposure.ordered', { count: ordered }));
      await client.invalidateQueries({ queryKey: ['exposure'] });
    },
    onError: say.problem,
  });
  const items = [
    { key: 'service', label: t('exposure.approve'), onClick: () => onOpen({ kind: 'service', port: undefined }) },
    { key: 'import', label: t('exposure.import'), onClick: () => onOpen({ kind: 'import' }) },
    { key: 'scan', label: t('exposure.scan'), onClick: () => onOpen({ kind: 'scan' }) },
  ];
  return (
    <>
      <Dropdown menu={{ items }}>
        <Button>{t('exposure.more')}</Button>
      </Dropdown>
      <Button onClick={() => onOpen({ kind: 'target' })}>{t('exposure.addTarget')}</Button>
      <Button
        type="primary"
        disabled={data.targets.length === 0}
        loading={probe.isPending}
        onClick={() => probe.mutate(undefined)}
      >
        {t('exposure.probe')}
      </Button>
    </>
  );
};

const Content = ({
  data,
  mayWrite,
  onOpen,
}: {
  readonly data: Exposure;
  readonly mayWrite: boolean;
  readonly onOpen: (open: Open) => void;
}) => {
  const { t } = useTranslation();
  const { targets, items, counts, allowsPrivate } = data;
  if (targets.length === 0 && items.length === 0)
    return (
      <Panel>
        <EmptyState
          title={t('exposure.empty')}
          hint={t('exposure.emptyHint')}
          action={
            mayWrite && (
              <Button type="primary" onClick={() => onOpen({ kind: 'target' })}>
                {t('exposure.addTarget')}
              </Button>
            )
          }
        />
      </Panel>
    );
  return (
    <>
      {allowsPrivate && <Alert type="info" showIcon title={t('exposure.allowsPrivate')} />}
      <div className="kpis">
        <Kpi label={t('exposure.targets')} value={targets.length} />
        <Kpi label={t('exposure.open')} value={counts.open} />
        <Kpi
          label={t('exposure.is.unapproved')}
          value={counts.unapproved}
          tone={counts.unapproved > 0 ? 'critical' : 'good'}
        />
        <Kpi label={t('exposure.is.ended')} value={counts.ended} tone={counts.ended > 0 ? 'critical' : 'good'} />
        <Kpi label={t('exposure.is.approved')} value={counts.approved} />
        <Kpi label={t('exposure.is.not-open')} value={counts.notOpen} />
      </div>
      <PortTable items={items} onApprove={mayWrite ? (port) => onOpen({ kind: 'service', port }) : undefined} />
      <TargetTable targets={targets} mayWrite={mayWrite} />
    </>
  );
};

const Dialogs = ({ open, onClose }: { readonly open: Open; readonly onClose: () => void }) => {
  switch (open.kind) {
    case 'target':
      return <TargetDialog onClose={onClose} />;
    case 'service':
      return <ServiceDialog known={open.port} onClose={onClose} />;
    case 'scan':
      return <ScanDialog onClose={onClose} />;
    case 'import':
      return <ImportServices onClose={onClose} />;
    case 'nothing':
      return null;
  }
};
