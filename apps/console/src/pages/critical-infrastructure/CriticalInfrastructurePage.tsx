import { criticalInfrastructurePermissions } from '@chedun/critical-infrastructure/contract';
import type { CriticalInfrastructure } from '@chedun/critical-infrastructure/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getCriticalInfrastructure } from '../../api/criticalInfrastructure.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { DesignationDialog } from './DesignationDialog.tsx';
import { DesignationPanel } from './DesignationPanel.tsx';
import { DutyList } from './DutyList.tsx';
import { StatementPanel } from './StatementPanel.tsx';
import { VettingDialog } from './VettingDialog.tsx';
import { VettingTable } from './VettingTable.tsx';

type Open = 'nothing' | 'designation' | 'vetting';

/** 关基保护: who named us, what that adds, and how each duty stands. */
export const CriticalInfrastructurePage = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(criticalInfrastructurePermissions.write);
  const [open, setOpen] = useState<Open>('nothing');
  const found = useQuery({
    queryKey: ['critical-infrastructure'],
    queryFn: ({ signal }) => getCriticalInfrastructure(signal),
  });
  const close = () => setOpen('nothing');
  const { data } = found;
  return (
    <div className="page stack">
      <PageHead title={t('nav.criticalInfrastructure')} about={t('criticalInfrastructure.about')} />
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {data === undefined && found.error === null && <Skeleton active paragraph={{ rows: 10 }} />}
      {data?.isNamed === null && <NotRegistered />}
      {data?.isNamed === false && <StatementPanel statement={data.statement} mayWrite={mayWrite} />}
      {data?.isNamed === true && <Named data={data} mayWrite={mayWrite} onOpen={setOpen} />}
      {open === 'designation' && <DesignationDialog known={data?.designation ?? null} onClose={close} />}
      {open === 'vetting' && <VettingDialog onClose={close} />}
    </div>
  );
};

const NotRegistered = () => {
  const { t } = useTranslation();
  return (
    <Panel>
      <EmptyState
        title={t('criticalInfrastructure.unregistered')}
        hint={t('criticalInfrastructure.unregisteredHint')}
        action={
          <Link to="/organisation">
            <Button type="primary">{t('criticalInfrastructure.toOrganisation')}</Button>
          </Link>
        }
      />
    </Panel>
  );
};

const Named = ({
  data,
  mayWrite,
  onOpen,
}: {
  readonly data: CriticalInfrastructure;
  readonly mayWrite: boolean;
  readonly onOpen: (open: Open) => void;
}) => (
  <>
    <DutyList duties={data.duties} />
    <DesignationPanel designation={data.designation} onEdit={mayWrite ? () => onOpen('designation') : undefined} />
    <VettingTable vettings={data.vettings} onAdd={mayWrite ? () => onOpen('vetting') : undefined} />
  </>
);
