import { baselinePermissions } from '@chedun/baselines/contract';
import type { BaselineDetail } from '@chedun/baselines/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { getBaseline, removeBaseline } from '../../api/baselines.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { techniquesOf } from '../../lib/findings.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { BaselineOverview } from './BaselineOverview.tsx';
import { BaselineSwitch } from './BaselineSwitch.tsx';
import { BaselineWorkbench } from './BaselineWorkbench.tsx';
import { EntitiesTab } from './EntitiesTab.tsx';
import { VerdictsTab } from './VerdictsTab.tsx';

/** One behaviour rule: how it stands, what it knows, what deviated, and its text with a trial. */
export const BaselinePage = () => {
  const { id } = useParams({ from: '/app/baselines/$id' });
  const found = useQuery({
    queryKey: ['baseline', id],
    queryFn: ({ signal }) => getBaseline(id, signal),
    refetchInterval: 10_000,
  });
  if (found.data !== undefined) return <LoadedBaseline key={id} rule={found.data} />;
  return (
    <div className="page">
      {found.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      )}
    </div>
  );
};

const LoadedBaseline = ({ rule }: { readonly rule: BaselineDetail }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/baselines/$id' });
  const writes = useMay()(baselinePermissions.write);
  const { id } = rule;
  return (
    <div className="page">
      <Head rule={rule} writes={writes} />
      <Tabs
        activeKey={tab ?? 'overview'}
        onChange={(key) => void navigate({ to: '/baselines/$id', params: { id }, search: { tab: key } })}
        items={[
          { key: 'overview', label: t('baselines.overview'), children: <BaselineOverview rule={rule} /> },
          { key: 'learnt', label: t('baselines.learnt'), children: <EntitiesTab rule={rule} /> },
          {
            key: 'verdicts',
            label: t(rule.type === 'new_terms' ? 'baselines.verdictsNew' : 'baselines.verdicts'),
            children: <VerdictsTab rule={rule} />,
          },
          {
            key: 'source',
            label: `${t('baselines.source')} · ${t('correlations.test')}`,
            children: <BaselineWorkbench rule={rule} writes={writes && rule.ruleset === 'own'} />,
          },
        ]}
      />
    </div>
  );
};

const Head = ({ rule, writes }: { readonly rule: BaselineDetail; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <PageHead
      title={
        <span className="row wrap">
          <SeverityTag severity={rule.level} />
          {ruleTitle(rule, language)}
        </span>
      }
      about={
        <span className="row wrap" style={{ gap: 6, marginTop: 4 }}>
          <Link to="/baselines">{t('baselines.back')}</Link>
          <Chip>{t(`baselines.types.${rule.type}`)}</Chip>
          {techniquesOf(rule.tags).map((technique) => (
            <Chip key={technique} tone="primary">
              {technique}
            </Chip>
          ))}
        </span>
      }
      extra={
        <>
          {writes && rule.ruleset === 'own' && <RemoveButton rule={rule} />}
          <span className="soft">{rule.enabled ? t('baselines.on') : t('baselines.off')}</span>
          <BaselineSwitch rule={rule} writes={writes} />
        </>
      }
    />
  );
};

const RemoveButton = ({ rule }: { readonly rule: BaselineDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeBaseline(rule.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['baselines'] });
      say.done(t('baselines.removed'));
      void navigate({ to: '/baselines' });
    },
    onError: say.problem,
  });
  return (
    <Popconfirm
      title={t('baselines.removeAsk', { title: ruleTitle(rule, language) })}
      okText={t('baselines.remove')}
      cancelText={t('common.cancel')}
      onConfirm={() => remove.mutate()}
    >
      <Button danger loading={remove.isPending}>
        {t('baselines.remove')}
      </Button>
    </Popconfirm>
  );
};
