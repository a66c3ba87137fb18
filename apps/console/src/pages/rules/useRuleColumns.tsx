import type { RuleSummary } from '@chedun/detection/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { changeRule } from '../../api/detection.ts';
import { techniquesOf } from '../../lib/findings.ts';
import { formatCount } from '../../lib/format.ts';
import type { Column } from '../../ui/columns.ts';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

/** What a rule reads: product, category and service, as far as it names them. */
export const logsourceText = (rule: Pick<RuleSummary, 'product' | 'category' | 'service'>): string =>
  [rule.product, rule.category, rule.service].filter((part) => part !== '').join(' / ');

const SHOWN_TECHNIQUES = 2;

/** Columns of the list of rules. The server sorts. */
export const useRuleColumns = (writes: boolean): readonly Column<RuleSummary>[] => {
  const { t } = useTranslation();
  return useMemo(
    () =>
      [
        {
          key: 'enabled',
          title: t('rules.enabled'),
          width: 66,
          render: (row: RuleSummary) => <RuleSwitch rule={row} writes={writes} />,
          value: (row: RuleSummary) => (row.enabled ? t('common.yes') : t('common.no')),
        },
        {
          key: 'level',
          title: t('rules.level'),
          width: 92,
          render: (row: RuleSummary) => <SeverityTag severity={row.level} />,
          value: (row: RuleSummary) => t(`severity.${row.level}`),
        },
        {
          key: 'title',
          title: t('rules.title'),
          clip: 'clip' as const,
          render: (row: RuleSummary) => <span title={`${row.title}\n${row.path}`}>{row.title}</span>,
          value: (row: RuleSummary) => row.title,
        },
        {
          key: 'logsource',
          title: t('rules.logsource'),
          width: 210,
          clip: 'clip' as const,
          render: (row: RuleSummary) => <span className="mono">{logsourceText(row)}</span>,
          value: logsourceText,
        },
        {
          key: 'techniques',
          title: 'ATT&CK',
          width: 168,
          render: (row: RuleSummary) => <Techniques tags={row.tags} />,
          value: (row: RuleSummary) => techniquesOf(row.tags).join(' '),
        },
        {
          key: 'ruleset',
          title: t('rules.ruleset'),
          width: 110,
          clip: 'clip' as const,
          render: (row: RuleSummary) => row.ruleset,
          value: (row: RuleSummary) => row.ruleset,
        },
        {
          key: 'hits',
          title: t('rules.hits24h'),
          width: 108,
          align: 'right' as const,
          render: (row: RuleSummary) => <Hits count={row.hits24h} />,
          value: (row: RuleSummary) => row.hits24h,
        },
        {
          key: 'last',
          title: t('rules.lastHit'),
          width: 112,
          render: (row: RuleSummary) => <AgoText at={row.lastHit} />,
          value: (row: RuleSummary) => row.lastHit ?? '',
        },
      ].map((column) => ({ ...column, sort: 'none' as const })),
    [t, writes],
  );
};

const Hits = ({ count }: { readonly count: number }) =>
  count === 0 ? <span className="faint">0</span> : <strong>{formatCount(count)}</strong>;

const Techniques = ({ tags }: { readonly tags: readonly string[] }) => {
  const techniques = techniquesOf(tags);
  return (
    <span className="row" style={{ gap: 4 }}>
      {techniques.slice(0, SHOWN_TECHNIQUES).map((technique) => (
        <Chip key={technique}>{technique}</Chip>
      ))}
      {techniques.length > SHOWN_TECHNIQUES && <span className="faint">+{techniques.length - SHOWN_TECHNIQUES}</span>}
    </span>
  );
};

/** Switches a rule on or off. */
export const RuleSwitch = ({ rule, writes }: { readonly rule: RuleSummary; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeRule(rule.id, { enabled }),
    onSuccess: (changed) => {
      client.setQueryData(['rule', rule.id], changed);
      void client.invalidateQueries({ queryKey: ['rules'] });
      void client.invalidateQueries({ queryKey: ['engine'] });
    },
    onError: say.problem,
  });
  return (
    <Switch
      size="small"
      aria-label={t('rules.enabled')}
      checked={rule.enabled}
      disabled={!writes}
      loading={change.isPending}
      onClick={(checked, event) => {
        event.stopPropagation();
        change.mutate(checked);
      }}
    />
  );
};
