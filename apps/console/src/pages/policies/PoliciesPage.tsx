import { policyPermissions } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listMine } from '../../api/policies.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/policies.css';
import { PageHead } from '../../ui/Panel.tsx';
import { ClausesTab } from './ClausesTab.tsx';
import { LibraryTab } from './LibraryTab.tsx';
import { MineTab } from './MineTab.tsx';
import { NewPolicyDialog } from './NewPolicyDialog.tsx';

const TABS = ['library', 'clauses', 'mine'] as const;

/** 制度: the library, the clauses that it covers, and what the reader has to read. */
export const PoliciesPage = () => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/policies' });
  const [adding, setAdding] = useState(false);
  const reads = may(policyPermissions.acknowledge);
  const open = (key: string) =>
    void navigate({ to: '/policies', search: key === 'clauses' || key === 'mine' ? { tab: key } : {} });
  const panes = { library: <LibraryTab onAdd={() => setAdding(true)} />, clauses: <ClausesTab />, mine: <MineTab /> };
  return (
    <div className="page">
      <PageHead
        title={t('nav.policies')}
        about={t('policies.about')}
        extra={
          may(policyPermissions.write) && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {t('policies.add')}
            </Button>
          )
        }
      />
      {reads && tab !== 'mine' && <ToRead onOpen={() => open('mine')} />}
      <Tabs
        activeKey={tab ?? 'library'}
        destroyOnHidden
        onChange={open}
        items={TABS.filter((key) => key !== 'mine' || reads).map((key) => ({
          key,
          label: t(`policies.tabs.${key}`),
          children: panes[key],
        }))}
      />
      {adding && <NewPolicyDialog onClose={() => setAdding(false)} />}
    </div>
  );
};

const ToRead = ({ onOpen }: { readonly onOpen: () => void }) => {
  const { t } = useTranslation();
  const mine = useQuery({ queryKey: ['policies', 'mine'], queryFn: ({ signal }) => listMine(signal) });
  const waiting = (mine.data?.items ?? []).filter(({ state }) => state !== 'read');
  if (waiting.length === 0) return null;
  return (
    <Alert
      showIcon
      style={{ marginBottom: 12 }}
      type={waiting.some(({ state }) => state === 'overdue') ? 'warning' : 'info'}
      title={t('policies.toRead', { count: waiting.length })}
      action={
        <Button size="small" type="primary" onClick={onOpen}>
          {t('policies.openMine')}
        </Button>
      }
    />
  );
};
