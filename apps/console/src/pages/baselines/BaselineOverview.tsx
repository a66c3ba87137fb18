import type { BaselineDetail } from '@chedun/baselines/contract';
import type { TFunction } from 'i18next';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { isRuleStatus } from '../../lib/rules.ts';
import { formatDay, type Zone } from '../../lib/time.ts';
import { Facts, Kpi, Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { spanText } from '../campaigns/useCampaignColumns.tsx';
import { LintList } from '../rules/LintList.tsx';
import { lookBackText, StateText, untilText, whomText } from './useBaselineColumns.tsx';

/** How a behaviour rule stands and what it compares. */
export const BaselineOverview = ({ rule }: { readonly rule: BaselineDetail }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  return (
    <div className="stack">
      {rule.state === 'waiting' && <Alert type="info" showIcon title={t('baselines.waitingHint')} />}
      {rule.lookBack !== null && <Alert type="info" showIcon title={lookBackText(t, rule)} />}
      {rule.incomplete > 0 && rule.selected === 0 && (
        <Alert type="warning" showIcon title={t('baselines.incompleteHint')} />
      )}
      <div className="kpis">
        <Kpi label={t('baselines.state')} value={<StateText rule={rule} />} note={untilText(t, rule, zone)} />
        <Kpi
          label={t('baselines.entities')}
          value={formatCount(rule.entities)}
          note={rule.learning === 0 ? '' : `${t('baselines.learning')} ${formatCount(rule.learning)}`}
        />
        <Kpi label={t('baselines.told24h')} value={formatCount(rule.told24h)} />
        <Kpi
          label={t('baselines.toldTotal')}
          value={formatCount(rule.toldTotal)}
          note={<AgoText at={rule.lastTold} />}
        />
        <Kpi label={t('baselines.memory')} value={formatBytes(rule.bytes)} />
      </div>
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', alignItems: 'start' }}>
        <Panel title={t('baselines.overview')}>
          <RuleFacts rule={rule} />
        </Panel>
        <Panel title={t('baselines.facts')}>
          <Facts items={rule.parameters.flatMap((parameter) => parameterFact(t, parameter))} />
        </Panel>
      </div>
      {rule.lint.length > 0 && (
        <Panel title={t('baselines.lint')}>
          <LintList lint={rule.lint} />
        </Panel>
      )}
    </div>
  );
};

const RuleFacts = ({ rule }: { readonly rule: BaselineDetail }) => {
  const { t } = useTranslation();
  const { language, zone } = usePreferences();
  const mono = (text: string) => (text === '' ? '' : <span className="mono">{text}</span>);
  return (
    <Facts
      items={[
        [t('baselines.type'), t(`baselines.types.${rule.type}`)],
        [t('baselines.whom'), whomText(t, rule)],
        [t('baselines.field'), mono(rule.field)],
        [t('baselines.selected'), formatCount(rule.selected)],
        [t('baselines.late'), rule.late === 0 ? '' : formatCount(rule.late)],
        [t('baselines.incomplete'), rule.incomplete === 0 ? '' : formatCount(rule.incomplete)],
        [t('baselines.refused'), rule.refused === 0 ? '' : formatCount(rule.refused)],
        [t('baselines.lookedBack'), lookedBackText(t, rule, zone)],
        [t('baselines.ruleset'), rule.ruleset === 'own' ? t('baselines.rulesets.own') : t('baselines.rulesets.chedun')],
        [t('rules.status'), isRuleStatus(rule.status) ? t(`ruleStatus.${rule.status}`) : rule.status],
        [t('rules.id'), mono(rule.id)],
        ...(language === 'en'
          ? ([
              [t('baselines.description'), rule.description],
              [t('findings.falsePositives'), rule.falsePositives.join('; ')],
            ] as const)
          : []),
      ]}
    />
  );
};

const lookedBackText = (t: TFunction, { lookedBack }: BaselineDetail, zone: Zone): string =>
  lookedBack === null
    ? ''
    : t('baselines.lookedBackText', {
        since: formatDay(Date.parse(lookedBack.since), zone),
        frames: formatCount(lookedBack.frames),
        selected: formatCount(lookedBack.selected),
        deviations: formatCount(lookedBack.deviations),
      });

type Parameter = BaselineDetail['parameters'][number];

/** Names that stand elsewhere on the page. */
const ELSEWHERE = new Set(['type', 'field']);

const parameterFact = (t: TFunction, { name, value }: Parameter): [string, string][] => {
  if (ELSEWHERE.has(name)) return [];
  const label = t(`baselines.parameters.${name}` as 'baselines.parameters.learnMs');
  if (name === 'direction') return [[label, t(`baselines.directions.${value}` as 'baselines.directions.surge')]];
  if (name.endsWith('Ms')) return [[label, spanText(t, Number(value))]];
  if (name === 'share') return [[label, `${Number(value) * 100}%`]];
  return [[label, typeof value === 'number' ? formatCountOf(value) : value]];
};

const formatCountOf = (value: number): string => (Number.isInteger(value) ? formatCount(value) : String(value));
