import { retentionPermissions } from '@chedun/retention/contract';
import { searchPermissions } from '@chedun/search/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { runRestoreTest } from '../../api/retention.ts';
import { useMay } from '../../app/session.ts';
import { PageHead } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ClassesTab } from './ClassesTab.tsx';
import { ColdTab } from './ColdTab.tsx';
import { HoldsTab } from './HoldsTab.tsx';
import { LedgerTab } from './LedgerTab.tsx';
import { RetentionKpis } from './RetentionKpis.tsx';
import { SegmentsTab } from './SegmentsTab.tsx';
import { TombstonesTab } from './TombstonesTab.tsx';
import '../../styles/retention.css';

/** 日志留存: what is kept of every source, for how long, and how it goes. */
export const RetentionPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const { tab } = useSearch({ from: '/app/retention' });
  return (
    <div className="page">
      <PageHead title={t('nav.retention')} about={t('retention.about')} extra={<RestoreTestButton />} />
      <RetentionKpis />
      <Tabs
        activeKey={tab ?? 'ledger'}
        onChange={(key) => void navigate({ to: '/retention', search: key === 'ledger' ? {} : { tab: key } })}
        items={[
          { key: 'ledger', label: t('retention.tabs.ledger'), children: <LedgerTab /> },
          { key: 'segments', label: t('retention.tabs.segments'), children: <SegmentsTab /> },
          { key: 'holds', label: t('retention.tabs.holds'), children: <HoldsTab /> },
          { key: 'tombstones', label: t('retention.tabs.tombstones'), children: <TombstonesTab /> },
          ...(may(searchPermissions.read)
            ? [{ key: 'cold', label: t('retention.tabs.cold'), children: <ColdTab /> }]
            : []),
          { key: 'classes', label: t('retention.tabs.classes'), children: <ClassesTab /> },
        ]}
      />
    </div>
  );
};

const RestoreTestButton = () => {
  const { t } = useTranslation();
  const say = useSay();
  const { notification } = App.useApp();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: runRestoreTest,
    onSuccess: async ({ ok, segments, detail }) => {
      if (ok) say.done(t('retention.testDone', { segments }));
      else if (segments === 0) notification.info({ title: t('retention.testNothing') });
      else notification.error({ title: t('retention.testFailed'), description: detail });
      await client.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: say.problem,
  });
  if (!useMay()(retentionPermissions.propose)) return null;
  return (
    <Button loading={run.isPending} onClick={() => run.mutate()}>
      {t('retention.runTest')}
    </Button>
  );
};
