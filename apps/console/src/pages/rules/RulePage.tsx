import { detectionPermissions } from '@chedun/detection/contract';
import type { RuleDetail } from '@chedun/detection/contract';
import { huntPermissions } from '@chedun/hunt/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { getRule } from '../../api/detection.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { logsourceText, techniquesOf } from '../../lib/findings.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { PageHead } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { BackfillTab } from '../hunt/BackfillTab.tsx';
import { ExceptionsTab } from './ExceptionsTab.tsx';
import { RuleOverview } from './RuleOverview.tsx';
import { RuleWorkbench } from './RuleWorkbench.tsx';
import { RuleSwitch } from './RuleSwitch.tsx';

/** One rule: what it is worth, its source with live test, and its exceptions. */
export const RulePage = () => {
  const { id } = useParams({ from: '/app/rules/$id' });
  const rule = useQuery({ queryKey: ['rule', id], queryFn: ({ signal }) => getRule(id, signal) });
  if (rule.data !== undefined) return <LoadedRule rule={rule.data} />;
  return (
    <div className="page">
      {rule.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={rule.error} onRetry={() => void rule.refetch()} />
      )}
    </div>
  );
};

const LoadedRule = ({ rule }: { readonly rule: RuleDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const { language } = usePreferences();
  const writes = may(detectionPermissions.write);
  return (
    <div className="page">
      <PageHead
        title={
          <span className="row wrap">
            <SeverityTag severity={rule.level} />
            {ruleTitle(rule, language)}
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 6, marginTop: 4 }}>
            <Link to="/rules">{t('findings.back')}</Link>
            <Chip>{logsourceText(rule)}</Chip>
            {techniquesOf(rule.tags).map((technique) => (
              <Chip key={technique} tone="primary">
                {technique}
              </Chip>
            ))}
          </span>
        }
        extra={
          <>
            {may(huntPermissions.run) && (
              <Link to="/hunts/new" search={{ rule: rule.id }}>
                <Button>{t('nav.hunts')}</Button>
              </Link>
            )}
            <Link to="/alerts" search={{ rule: rule.id, status: 'all' }}>
              <Button>{t('rules.showAlerts')}</Button>
            </Link>
            <span className="soft">{rule.enabled ? t('rules.on') : t('rules.off')}</span>
            <RuleSwitch rule={rule} writes={writes} />
          </>
        }
      />
      <RuleTabs rule={rule} writes={writes} />
    </div>
  );
};

const RuleTabs = ({ rule, writes }: { readonly rule: RuleDetail; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const { tab } = useSearch({ from: '/app/rules/$id' });
  return (
    <Tabs
      activeKey={tab ?? 'overview'}
      onChange={(key) => void navigate({ to: '/rules/$id', params: { id: rule.id }, search: { tab: key } })}
      items={[
        { key: 'overview', label: t('rules.detail'), children: <RuleOverview rule={rule} writes={writes} /> },
        {
          key: 'source',
          label: `${t('rules.source')} · ${t('rules.test')}`,
          children: <RuleWorkbench rule={rule} writes={writes} />,
        },
        {
          key: 'exceptions',
          label: `${t('rules.exceptions')} ${rule.exceptionList.length}`,
          children: <ExceptionsTab rule={rule} writes={writes} />,
        },
        ...(may(huntPermissions.read)
          ? [{ key: 'backfill', label: t('hunt.backfill.tab'), children: <BackfillTab ruleId={rule.id} kind="rule" /> }]
          : []),
      ]}
    />
  );
};
