import { FindingKind } from '@chedun/governance/contract';
import { Button, Input, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FindingSearch } from '../../app/searchParams.ts';
import { useMe } from '../../app/session.ts';
import { ALL_STATUSES, listOf, listText } from '../../lib/findings.ts';
import { parseRange, rangeText } from '../../lib/range.ts';
import { SEVERITIES } from '../../lib/series.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';

interface FindingToolbarProps {
  readonly scope: 'alert' | 'all';
  readonly search: FindingSearch;
  readonly onSearch: (search: FindingSearch) => void;
}

/** Filters above a list of findings; all of them live in the address bar. */
export const FindingToolbar = ({ scope, search, onSearch }: FindingToolbarProps) => {
  const { t } = useTranslation();
  const change = (part: Partial<FindingSearch>): void => onSearch({ ...search, ...part });
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 210 }}
        placeholder={t('findings.findPlaceholder')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <FilterSelect
        label={t('findings.severity')}
        options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={listOf(search.severity, SEVERITIES)}
        onChange={(value) => change({ severity: listText(value) })}
      />
      <StatusFilter search={search} onChange={change} />
      {scope === 'all' && (
        <FilterSelect
          label={t('findings.kind')}
          options={FindingKind.options.map((value) => ({ value, label: t(`findingKind.${value}`) }))}
          value={listOf(search.kind, FindingKind.options)}
          onChange={(value) => change({ kind: listText(value) })}
        />
      )}
      <OwnerFilter search={search} onChange={change} />
      <FixedFilters search={search} onChange={change} />
      <span className="grow" />
      <TimeRangePicker
        value={parseRange(search.range, '184d')}
        onChange={(range) => change({ range: rangeText(range) })}
      />
    </div>
  );
};

interface PartProps {
  readonly search: FindingSearch;
  readonly onChange: (part: Partial<FindingSearch>) => void;
}

const StatusFilter = ({ search, onChange }: PartProps) => {
  const { t } = useTranslation();
  const options = [
    { value: 'open-work', label: t('findings.openOnly') },
    { value: 'all', label: t('findings.allStatuses') },
    ...ALL_STATUSES.map((value) => ({ value, label: t(`findingStatus.${value}`) })),
  ];
  return (
    <Select
      aria-label={t('findings.status')}
      style={{ width: 116 }}
      options={options}
      value={search.status ?? 'open-work'}
      onChange={(value) => onChange({ status: value === 'open-work' ? undefined : value })}
    />
  );
};

const OwnerFilter = ({ search, onChange }: PartProps) => {
  const { t } = useTranslation();
  const me = useMe();
  const mine = me !== undefined && search.owner === me.id;
  return (
    <Button type={mine ? 'primary' : 'default'} onClick={() => onChange({ owner: mine ? undefined : me?.id })}>
      {t('findings.mine')}
    </Button>
  );
};

const FixedFilters = ({ search, onChange }: PartProps) => {
  const { t } = useTranslation();
  return (
    <>
      {search.rule !== undefined && (
        <Tag closable onClose={() => onChange({ rule: undefined })}>
          {t('findings.ruleFilter', { rule: search.rule.slice(0, 8) })}
        </Tag>
      )}
      {search.asset !== undefined && (
        <Tag closable onClose={() => onChange({ asset: undefined })}>
          {t('findings.assetFilter', { asset: search.asset })}
        </Tag>
      )}
    </>
  );
};
