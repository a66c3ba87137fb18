import { policyPermissions, type Policy } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPolicy } from '../../api/policies.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatTime } from '../../lib/time.ts';
import '../../styles/policies.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { EditPolicyDialog, RetireDialog } from './PolicyDialogs.tsx';
import { ReadersPanel } from './ReadersPanel.tsx';
import { StateChip, WorkingChip } from './parts.tsx';
import { VersionPanel } from './VersionPanel.tsx';
import { VersionTable } from './VersionTable.tsx';

/** A policy: what holds, its versions, and who has read it. */
export const PolicyPage = () => {
  const { id } = useParams({ from: '/app/policies/$id' });
  const { version } = useSearch({ from: '/app/policies/$id' });
  const found = useQuery({ queryKey: ['policies', 'one', id], queryFn: ({ signal }) => getPolicy(id, signal) });
  if (found.error !== null)
    return (
      <div className="page">
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      </div>
    );
  if (found.data === undefined)
    return (
      <div className="page">
        <Skeleton active paragraph={{ rows: 12 }} />
      </div>
    );
  return <PolicyView policy={found.data} version={version} />;
};

const PolicyView = ({ policy, version }: { readonly policy: Policy; readonly version: number | undefined }) => {
  const navigate = useNavigate();
  const may = useMay();
  const newest = policy.versions[0]?.number ?? 1;
  const shown = version ?? policy.effective ?? newest;
  const pick = (number: number) =>
    void navigate({ to: '/policies/$id', params: { id: policy.id }, search: { version: number } });
  return (
    <div className="page stack">
      <Head policy={policy} />
      <PolicyFacts policy={policy} />
      <VersionPanel key={shown} policy={policy} number={shown} />
      <VersionTable policy={policy} shown={shown} onPick={pick} />
      {may(policyPermissions.write) && <ReadersPanel policy={policy} />}
    </div>
  );
};

const Head = ({ policy }: { readonly policy: Policy }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const may = useMay();
  const [open, setOpen] = useState<'nothing' | 'edit' | 'retire'>('nothing');
  const close = () => setOpen('nothing');
  const { retired } = policy;
  return (
    <>
      <PageHead
        title={policy.title}
        about={
          <span className="row" style={{ gap: 8 }}>
            <Link to="/policies">{t('nav.policies')}</Link>
            <span className="mono">{policy.code}</span>
            <StateChip state={policy.state} />
            <WorkingChip working={policy.working} />
          </span>
        }
        extra={
          retired === null && (
            <>
              {may(policyPermissions.approve) && (
                <Button danger onClick={() => setOpen('retire')}>
                  {t('policies.retire')}
                </Button>
              )}
              {may(policyPermissions.write) && (
                <Button onClick={() => setOpen('edit')}>{t('policies.editPolicy')}</Button>
              )}
            </>
          )
        }
      />
      {retired !== null && (
        <Alert
          type="warning"
          showIcon
          title={t('policies.retiredBy', {
            by: retired.by,
            at: formatTime(Date.parse(retired.at), zone),
            reason: retired.reason,
          })}
        />
      )}
      {open === 'edit' && <EditPolicyDialog policy={policy} onClose={close} />}
      {open === 'retire' && <RetireDialog policy={policy} onClose={close} />}
    </>
  );
};

const PolicyFacts = ({ policy }: { readonly policy: Policy }) => {
  const { t } = useTranslation();
  const { kind, owner, audience, reviewMonths, effectiveFrom, reviewBy, acknowledgement } = policy;
  const { readers, done } = acknowledgement;
  return (
    <Panel>
      <Facts
        items={[
          [t('policies.kindName'), t(`policies.kind.${kind}`)],
          [t('policies.owner'), owner],
          [
            t('policies.audience'),
            audience.length === 0 ? t('policies.nobody') : audience.map((role) => t(`role.${role}`)).join(' · '),
          ],
          [t('policies.reviewMonths'), reviewMonths],
          [t('policies.effectiveFrom'), effectiveFrom],
          [t('policies.reviewBy'), reviewBy],
          [t('policies.acknowledged'), readers === 0 ? null : t('policies.ackOf', { done, readers })],
        ]}
      />
    </Panel>
  );
};
