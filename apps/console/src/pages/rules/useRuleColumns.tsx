import type { RuleSummary } from '@chedun/detection/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { logsourceText, techniquesOf } from '../../lib/findings.ts';
import { formatCount } from '../../lib/format.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { RuleSwitch } from './RuleSwitch.tsx';

type Row = RuleSummary;

const ruleColumns = (t: TFunction, writes: boolean, language: string): readonly Column<Row>[] => [
  shownColumn(
    'enabled',
    t('rules.enabled'),
    (row) => (row.enabled ? t('common.yes') : t('common.no')),
    (row) => <RuleSwitch rule={row} writes={writes} />,
    { width: 84 },
  ),
  shownColumn(
    'level',
    t('rules.level'),
    (row) => t(`severity.${row.level}`),
    (row) => <SeverityTag severity={row.level} />,
    { width: 92, serverSort: 'level' },
  ),
  shownColumn(
    'title',
    t('rules.title'),
    (row) => ruleTitle(row, language),
    (row) => <span title={`${ruleTitle(row, language)}\n${row.path}`}>{ruleTitle(row, language)}</span>,
    { clip: 'clip', serverSort: 'title' },
  ),
  monoColumn('logsource', t('rules.logsource'), logsourceText, { width: 224, clip: 'clip' }),
];

const effectColumns = (t: TFunction): readonly Column<Row>[] => [
  shownColumn(
    'techniques',
    'ATT&CK',
    (row) => techniquesOf(row.tags).join(' '),
    (row) => <Techniques tags={row.tags} />,
    { width: 192 },
  ),
  textColumn('ruleset', t('rules.ruleset'), (row) => row.ruleset, { width: 104, clip: 'clip' }),
  shownColumn(
    'hits',
    t('rules.hits24h'),
    (row) => row.hits24h,
    (row) => <Hits count={row.hits24h} />,
    { width: 124, align: 'right', serverSort: 'hits24h' },
  ),
  shownColumn(
    'last',
    t('rules.lastHit'),
    (row) => row.lastHit ?? '',
    (row) => <AgoText at={row.lastHit} />,
    { width: 118, serverSort: 'lastHit' },
  ),
];

/** Columns of the list of rules. */
export const useRuleColumns = (writes: boolean): readonly Column<Row>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => [...ruleColumns(t, writes, language), ...effectColumns(t)], [t, writes, language]);
};

const Hits = ({ count }: { readonly count: number }) =>
  count === 0 ? <span className="faint">0</span> : <strong>{formatCount(count)}</strong>;

const SHOWN_TECHNIQUES = 2;

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
