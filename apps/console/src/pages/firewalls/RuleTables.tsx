import type { FirewallDetail, RuleLine, Weakness } from '@chedun/firewalls/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { toneOf } from './kinds.ts';

const KIND_WIDTH = 150;

const weaknessColumns = (t: TFunction): readonly Column<Weakness>[] => [
  shownColumn(
    'kind',
    t('firewalls.problem'),
    ({ kind }) => t(`firewalls.kinds.${kind}`),
    ({ kind }) => (
      <span className="chip" data-tone={toneOf(kind)}>
        {t(`firewalls.kinds.${kind}`)}
      </span>
    ),
    { width: KIND_WIDTH },
  ),
  textColumn('list', t('firewalls.list'), ({ list }) => list, { width: 160 }),
  textColumn('rule', t('firewalls.rule'), ({ rule }) => rule?.name ?? '', { width: 120, clip: 'clip' }),
  textColumn('line', t('firewalls.line'), ({ rule }) => rule?.line ?? '', { width: 70, align: 'right' }),
  shownColumn(
    'why',
    t('firewalls.what'),
    ({ kind }) => t(`firewalls.why.${kind}`),
    ({ kind, rule, by }) => (
      <div>
        {t(`firewalls.why.${kind}`)}
        {rule !== null && <div className="mono faint wrap-any">{rule.text}</div>}
        {by.length > 0 && (
          <div className="faint">{t('firewalls.byRules', { lines: by.map(({ line }) => line).join(', ') })}</div>
        )}
        {by.slice(0, 3).map(({ line, text }) => (
          <div key={line} className="mono faint wrap-any">
            {line}: {text}
          </div>
        ))}
      </div>
    ),
  ),
];

/** What is wrong, with the lines that prove it. */
export const WeaknessTable = ({ weaknesses }: Pick<FirewallDetail, 'weaknesses'>) => {
  const { t } = useTranslation();
  const columns = useMemo(() => weaknessColumns(t), [t]);
  return (
    <Panel title={t('firewalls.found')} body="flush">
      <DataTable
        columns={columns}
        rows={weaknesses}
        rowKey={({ kind, list, rule }) => `${kind} ${list} ${rule?.line ?? 0}`}
        sorting="browser"
        exportName="firewall-weaknesses"
        empty={<EmptyState size="small" title={t('firewalls.foundNone')} hint={t('firewalls.foundNoneHint')} />}
      />
    </Panel>
  );
};

const ruleColumns = (t: TFunction): readonly Column<RuleLine>[] => [
  textColumn('line', t('firewalls.line'), ({ line }) => line, { width: 70, align: 'right' }),
  textColumn('list', t('firewalls.list'), ({ list }) => list, { width: 140, clip: 'clip' }),
  textColumn('name', t('firewalls.rule'), ({ name }) => name, { width: 120, clip: 'clip' }),
  shownColumn(
    'action',
    t('firewalls.action'),
    ({ action }) => t(`firewalls.actions.${action}`),
    ({ action }) => (
      <span className="chip" data-tone={action === 'allow' ? 'good' : action === 'deny' ? 'high' : 'info'}>
        {t(`firewalls.actions.${action}`)}
      </span>
    ),
    { width: 90 },
  ),
  shownColumn(
    'state',
    t('firewalls.problem'),
    ({ weaknesses, flags }) =>
      [
        ...weaknesses.map((kind) => t(`firewalls.kinds.${kind}`)),
        ...flags.map((flag) => t(`firewalls.flags.${flag}`)),
      ].join(' '),
    ({ weaknesses, flags }) => (
      <span className="row wrap" style={{ gap: 4 }}>
        {weaknesses.map((kind) => (
          <span key={kind} className="chip" data-tone={toneOf(kind)}>
            {t(`firewalls.kinds.${kind}`)}
          </span>
        ))}
        {flags.map((flag) => (
          <span key={flag} className="faint">
            {t(`firewalls.flags.${flag}`)}
          </span>
        ))}
      </span>
    ),
    { width: KIND_WIDTH },
  ),
  textColumn('from', t('firewalls.from'), ({ from }) => from, { width: 100, clip: 'clip' }),
  textColumn('to', t('firewalls.to'), ({ to }) => to, { width: 100, clip: 'clip' }),
  monoColumn('sources', t('firewalls.sources'), ({ sources }) => sources),
  monoColumn('destinations', t('firewalls.destinations'), ({ destinations }) => destinations),
  monoColumn('services', t('firewalls.services'), ({ services }) => services),
  textColumn('hits', t('firewalls.hits'), ({ hits }) => hits ?? '', { width: 90, align: 'right' }),
  textColumn('expires', t('firewalls.expiresOn'), ({ expiresOn }) => expiresOn ?? '', { width: 110 }),
];

/** All rules in the order of the export. */
export const RuleTable = ({ rules }: Pick<FirewallDetail, 'rules'>) => {
  const { t } = useTranslation();
  const columns = useMemo(() => ruleColumns(t), [t]);
  return (
    <Panel title={t('firewalls.table')} body="flush">
      <DataTable
        columns={columns}
        rows={rules}
        rowKey={({ line }) => String(line)}
        sorting="browser"
        exportName="firewall-rules"
        minWidth={1_300}
        empty={<EmptyState size="small" title={t('firewalls.never')} hint={t('firewalls.emptyHint')} />}
      />
    </Panel>
  );
};
