import { correlationPermissions } from '@chedun/correlation/contract';
import type { CorrelationDetail } from '@chedun/correlation/contract';
import { huntPermissions } from '@chedun/hunt/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { getCorrelation, removeCorrelation } from '../../api/correlation.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { techniquesOf } from '../../lib/findings.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { BackfillTab } from '../hunt/BackfillTab.tsx';
import { CorrelationOverview } from './CorrelationOverview.tsx';
import { CorrelationSwitch } from './CorrelationSwitch.tsx';
import { CorrelationWorkbench } from './CorrelationWorkbench.tsx';
import { FiringsTab } from './FiringsTab.tsx';
import { typeText } from './useCorrelationColumns.tsx';

/** One correlation: its window, its text with a trial, and what fired. */
export const CorrelationPage = () => {
  const { id } = useParams({ from: '/app/correlations/$id' });
  const found = useQuery({ queryKey: ['correlation', id], queryFn: ({ signal }) => getCorrelation(id, signal) });
  if (found.data !== undefined) return <LoadedCorrelation key={id} correlation={found.data} />;
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

const LoadedCorrelation = ({ correlation }: { readonly correlation: CorrelationDetail }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ from: '/app/correlations/$id' });
  const may = useMay();
  const writes = may(correlationPermissions.write);
  const { id } = correlation;
  return (
    <div className="page">
      <Head correlation={correlation} writes={writes} />
      <Tabs
        activeKey={tab ?? 'overview'}
        onChange={(key) => void navigate({ to: '/correlations/$id', params: { id }, search: { tab: key } })}
        items={[
          {
            key: 'overview',
            label: t('correlations.detail'),
            children: <CorrelationOverview correlation={correlation} writes={writes} />,
          },
          {
            key: 'source',
            label: `${t('correlations.source')} · ${t('correlations.test')}`,
            children: (
              <CorrelationWorkbench correlation={correlation} writes={writes && correlation.ruleset === 'own'} />
            ),
          },
          { key: 'firings', label: t('correlations.firings'), children: <FiringsTab id={id} /> },
          ...(may(huntPermissions.read) && correlation.kind === 'correlation'
            ? [
                {
                  key: 'backfill',
                  label: t('hunt.backfill.tab'),
                  children: <BackfillTab ruleId={id} kind="correlation" />,
                },
              ]
            : []),
        ]}
      />
    </div>
  );
};

const Head = ({ correlation, writes }: { readonly correlation: CorrelationDetail; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <PageHead
      title={
        <span className="row wrap">
          <SeverityTag severity={correlation.level} />
          {ruleTitle(correlation, language)}
        </span>
      }
      about={
        <span className="row wrap" style={{ gap: 6, marginTop: 4 }}>
          <Link to="/correlations">{t('correlations.back')}</Link>
          <Chip>{typeText(t, correlation)}</Chip>
          {techniquesOf(correlation.tags).map((technique) => (
            <Chip key={technique} tone="primary">
              {technique}
            </Chip>
          ))}
        </span>
      }
      extra={
        <>
          {writes && correlation.ruleset === 'own' && <RemoveButton correlation={correlation} />}
          <Link to="/alerts" search={{ rule: correlation.id, status: 'all' }}>
            <Button>{t('correlations.showAlerts')}</Button>
          </Link>
          <span className="soft">{correlation.enabled ? t('correlations.on') : t('correlations.off')}</span>
          <CorrelationSwitch correlation={correlation} writes={writes} />
        </>
      }
    />
  );
};

const RemoveButton = ({ correlation }: { readonly correlation: CorrelationDetail }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeCorrelation(correlation.id),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['correlations'] });
      say.done(t('correlations.removed'));
      void navigate({ to: '/correlations' });
    },
    onError: say.problem,
  });
  return (
    <Popconfirm
      title={t('correlations.removeAsk', { title: ruleTitle(correlation, language) })}
      okText={t('correlations.remove')}
      cancelText={t('common.cancel')}
      onConfirm={() => remove.mutate()}
    >
      <Button danger loading={remove.isPending}>
        {t('correlations.remove')}
      </Button>
    </Popconfirm>
  );
};
