import { detectionPermissions } from '@chedun/detection/contract';
import type { RuleSummary } from '@chedun/detection/contract';
import type { Detector } from '@chedun/watch/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { listRules } from '../../api/detection.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';

/** Rules that ask for a detector, with the way to their alerts. */
export const DetectorRules = ({ detector }: { readonly detector: Detector }) => {
  const { t } = useTranslation();
  const may = useMay();
  const rules = useQuery({
    queryKey: ['rules', 'of-detector', detector.id],
    queryFn: ({ signal }) => listRules({ detector: detector.id, limit: 50 }, signal),
    enabled: may(detectionPermissions.read),
  });
  if (!may(detectionPermissions.read)) return null;
  return (
    <Panel title={t('detectors.rules')} body="flush">
      {rules.error !== null && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data === undefined && rules.error === null && <Skeleton active style={{ padding: 14 }} />}
      {rules.data?.items.length === 0 && (
        <EmptyState size="small" title={t('detectors.rulesNone')} hint={t('detectors.rulesNoneHint')} />
      )}
      {rules.data?.items.map((rule) => (
        <RuleLine key={rule.id} rule={rule} />
      ))}
    </Panel>
  );
};

const RuleLine = ({ rule }: { readonly rule: RuleSummary }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <div className="detector-rule">
      <SeverityTag severity={rule.level} />
      <Link to="/rules/$id" params={{ id: rule.id }} className="clip">
        {ruleTitle(rule, language)}
      </Link>
      <Chip tone={rule.enabled ? 'good' : 'info'}>{rule.enabled ? t('rules.on') : t('rules.off')}</Chip>
      <Link to="/alerts" search={{ rule: rule.id, status: 'all' }}>
        {t('detectors.alertsOf')}
      </Link>
    </div>
  );
};
