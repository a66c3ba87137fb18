import type { RuleDetail } from '@chedun/detection/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { InputNumber } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { changeRule } from '../../api/detection.ts';
import { formatCount, percent } from '../../lib/format.ts';
import { isRuleStatus } from '../../lib/rules.ts';
import { usePalette } from '../../theme/useTheme.ts';
import { Chart } from '../../ui/Chart.tsx';
import { timeBars } from '../../ui/chartOptions.ts';
import { Facts, Kpi, Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { LintList } from './LintList.tsx';

const DAY_MS = 86_400_000;

/** What a rule is about and what it is worth. */
export const RuleOverview = ({ rule, writes }: { readonly rule: RuleDetail; readonly writes: boolean }) => {
  const { t } = useTranslation();
  return (
    <div className="stack">
      <Scores rule={rule} />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' }}>
        <Panel title={t('rules.detail')}>
          <div className="stack">
            {rule.description !== '' && <p>{rule.description}</p>}
            <RuleFacts rule={rule} writes={writes} />
          </div>
        </Panel>
        <div className="stack">
          <HitsPerDay rule={rule} />
          <Panel title={t('rules.lint')}>
            <LintList lint={rule.lint} />
          </Panel>
        </div>
      </div>
    </div>
  );
};

const Scores = ({ rule }: { readonly rule: RuleDetail }) => {
  const { t } = useTranslation();
  const { scorecard } = rule;
  return (
    <div className="kpis">
      <Kpi label={t('rules.hits24h')} value={formatCount(rule.hits24h)} />
      <Kpi label={t('rules.hitsTotal')} value={formatCount(rule.hitsTotal)} note={<AgoText at={rule.lastHit} />} />
      <Kpi
        label={t('rules.precision')}
        value={scorecard.precision === null ? '–' : `${percent(scorecard.precision, 1)}%`}
        note={scorecard.precision === null ? t('rules.precisionNone') : undefined}
      />
      <Kpi
        label={t('rules.verdicts')}
        value={`${formatCount(scorecard.truePositive)} / ${formatCount(scorecard.falsePositive)}`}
        note={`${t('rules.truePositive')} / ${t('rules.falsePositive')} · ${t('rules.openVerdict')} ${formatCount(scorecard.open)}`}
      />
      <Kpi label={t('rules.suppressed')} value={formatCount(scorecard.suppressed)} note={t('rules.suppressedHint')} />
    </div>
  );
};

const HitsPerDay = ({ rule }: { readonly rule: RuleDetail }) => {
  const { t } = useTranslation();
  const tone = usePalette();
  const days = rule.scorecard.hitsPerDay;
  const option = useMemo(() => {
    const axis = {
      at: days.map(({ day }) => Date.parse(`${day}T00:00:00+08:00`)),
      stepMs: DAY_MS,
      zone: 'beijing' as const,
    };
    return timeBars(tone, axis, [
      { name: t('rules.perDay'), color: tone.primary, values: days.map(({ hits }) => hits) },
    ]);
  }, [days, tone, t]);
  return (
    <Panel title={t('rules.perDay')}>
      <Chart option={option} height={150} label={t('rules.perDay')} />
    </Panel>
  );
};

const RuleFacts = ({ rule, writes }: { readonly rule: RuleDetail; readonly writes: boolean }) => {
  const { t } = useTranslation();
  return (
    <Facts
      items={[
        [
          t('rules.id'),
          <span key="id" className="mono">
            {rule.id}
          </span>,
        ],
        [t('rules.status'), isRuleStatus(rule.status) ? t(`ruleStatus.${rule.status}`) : rule.status],
        [t('findings.author'), rule.author],
        [t('findings.license'), rule.license],
        [t('rules.ruleset'), rule.ruleset],
        [
          t('rules.path'),
          <span key="path" className="mono">
            {rule.path}
          </span>,
        ],
        [t('rules.groupMinutes'), <GroupMinutes key="group" rule={rule} writes={writes} />],
        [t('findings.falsePositives'), rule.falsePositives.join('; ')],
        [
          t('findings.references'),
          rule.references.map((reference) => (
            <div key={reference} style={{ overflowWrap: 'anywhere' }}>
              {reference}
            </div>
          )),
        ],
      ]}
    />
  );
};

const GroupMinutes = ({ rule, writes }: { readonly rule: RuleDetail; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (groupMinutes: number) => changeRule(rule.id, { groupMinutes }),
    onSuccess: (changed) => {
      client.setQueryData(['rule', rule.id], changed);
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
        defaultValue={rule.groupMinutes}
        style={{ width: 90 }}
        onBlur={(event) => {
          const minutes = Number(event.target.value);
          if (minutes >= 1 && minutes <= 10_080 && minutes !== rule.groupMinutes) change.mutate(minutes);
        }}
      />
      <span className="soft">{t('rules.minutes')}</span>
    </span>
  );
};
