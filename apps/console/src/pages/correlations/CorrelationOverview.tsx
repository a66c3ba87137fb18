import type { CorrelationDetail, CorrelationOutline } from '@chedun/correlation/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { InputNumber } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { changeCorrelation } from '../../api/correlation.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { isRuleStatus, ruleTitle } from '../../lib/rules.ts';
import { Facts, Kpi, Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { LintList } from '../rules/LintList.tsx';
import { StateText, typeText } from './useCorrelationColumns.tsx';
import { conditionText, WindowPicture, windowText } from './WindowPicture.tsx';

interface CorrelationOverviewProps {
  readonly correlation: CorrelationDetail;
  readonly writes: boolean;
}

/** What a correlation looks for, as a picture and in words, and what it did. */
export const CorrelationOverview = ({ correlation, writes }: CorrelationOverviewProps) => {
  const { t } = useTranslation();
  const { outline } = correlation;
  return (
    <div className="stack">
      <div className="kpis">
        <Kpi label={t('correlations.state')} value={<StateText state={correlation.state} />} />
        <Kpi label={t('correlations.fired24h')} value={formatCount(correlation.fired24h)} />
        <Kpi
          label={t('correlations.firedTotal')}
          value={formatCount(correlation.firedTotal)}
          note={<AgoText at={correlation.lastFired} />}
        />
      </div>
      {outline !== null && (
        <Panel title={t('correlations.picture')} hint={t('correlations.pictureHint')}>
          <WindowPicture outline={outline} />
        </Panel>
      )}
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', alignItems: 'start' }}>
        <Panel title={t('correlations.detail')}>
          <div className="stack">
            {correlation.description !== '' && <p>{correlation.description}</p>}
            <CorrelationFacts correlation={correlation} writes={writes} />
          </div>
        </Panel>
        <Panel title={t('rules.lint')}>
          <LintList lint={correlation.lint} />
        </Panel>
      </div>
    </div>
  );
};

const CorrelationFacts = ({ correlation, writes }: CorrelationOverviewProps) => {
  const { t } = useTranslation();
  const { outline, status } = correlation;
  const mono = (text: string) => <span className="mono">{text}</span>;
  return (
    <Facts
      items={[
        [t('correlations.type'), typeText(t, correlation)],
        ...(outline === null ? [] : outlineFacts(outline, t)),
        [t('rules.id'), mono(correlation.id)],
        [t('rules.status'), isRuleStatus(status) ? t(`ruleStatus.${status}`) : status],
        [t('findings.author'), correlation.author],
        [t('findings.license'), correlation.license],
        [t('rules.ruleset'), correlation.ruleset],
        [t('rules.path'), mono(correlation.path)],
        ...(outline === null
          ? []
          : ([
              [t('correlations.groupMinutes'), <GroupMinutes key="g" correlation={correlation} writes={writes} />],
            ] as const)),
        [t('findings.falsePositives'), correlation.falsePositives.join('; ')],
        [t('findings.references'), correlation.references.join('\n')],
      ]}
    />
  );
};

const outlineFacts = (outline: CorrelationOutline, t: TFunction) =>
  [
    [t('correlations.rules'), <RuleLinks key="rules" rules={outline.rules} />],
    [t('correlations.windowName'), windowText(t, outline)],
    [t('correlations.groups'), outline.groupBy.join(', ')],
    [t('correlations.condition'), conditionText(t, outline)],
    [t('correlations.generate'), t(outline.generate ? 'correlations.generateYes' : 'correlations.generateNo')],
  ] as const;

const RuleLinks = ({ rules }: { readonly rules: CorrelationOutline['rules'] }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return rules.map(({ reference, id, title, titleZh, kind }, at) => (
    <div key={`${at}:${reference}`}>
      {id === null || title === null ? (
        <span style={{ color: 'var(--critical)' }}>{t('correlations.missing', { reference })}</span>
      ) : (
        <Link to={kind === 'rule' ? '/rules/$id' : '/correlations/$id'} params={{ id }}>
          {ruleTitle({ title, titleZh }, language)}
        </Link>
      )}
    </div>
  ));
};

const GroupMinutes = ({ correlation, writes }: CorrelationOverviewProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (groupMinutes: number) => changeCorrelation(correlation.id, { groupMinutes }),
    onSuccess: (changed) => {
      client.setQueryData(['correlation', correlation.id], changed);
      say.done(t('common.saved'));
    },
    onError: say.problem,
  });
  return (
    <span className="row">
      <InputNumber
        size="small"
        min={1}
        max={10_080}
        disabled={!writes}
        defaultValue={correlation.groupMinutes}
        style={{ width: 90 }}
        aria-label={t('correlations.groupMinutes')}
        onBlur={(event) => {
          const minutes = Number(event.target.value);
          if (minutes >= 1 && minutes <= 10_080 && minutes !== correlation.groupMinutes) change.mutate(minutes);
        }}
      />
      <span className="soft">{t('rules.minutes')}</span>
    </span>
  );
};
