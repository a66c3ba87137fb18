import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Input, Select, Tag } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { listRulesets } from '../../api/detection.ts';
import type { RuleSearch } from '../../app/searchParams.ts';
import { listOf, listText } from '../../lib/findings.ts';
import { SEVERITIES } from '../../lib/series.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';

const PRODUCTS = ['windows', 'linux', 'tsp', 'vehicle', 'zeek', 'suricata', 'cisco', 'aws', 'azure', 'm365', 'macos'];

/** `a,b,c` in a few words. */
const shortList = (text: string, t: TFunction): string => {
  const [first = '', ...rest] = text.split(',');
  return rest.length === 0 ? first : t('rules.filter.andMore', { first, count: rest.length + 1 });
};

/** Filters above the list of rules. */
export const RuleToolbar = ({ search }: { readonly search: RuleSearch }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = (part: Partial<RuleSearch>): void => void navigate({ to: '/rules', search: { ...search, ...part } });
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 230 }}
        placeholder={t('rules.findPlaceholder')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <FilterSelect
        label={t('rules.level')}
        options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={listOf(search.level, SEVERITIES)}
        onChange={(value) => change({ level: listText(value) })}
      />
      <Select
        allowClear
        showSearch
        placeholder={t('rules.product')}
        aria-label={t('rules.product')}
        style={{ width: 130 }}
        options={PRODUCTS.map((value) => ({ value, label: value }))}
        value={search.product ?? null}
        onChange={(value) => change({ product: value ?? undefined })}
      />
      <RulesetSelect value={search.ruleset} onChange={(ruleset) => change({ ruleset })} />
      <Select
        aria-label={t('rules.enabled')}
        style={{ width: 110 }}
        value={search.enabled ?? 'any'}
        options={[
          { value: 'any', label: t('rules.any') },
          { value: 'true', label: t('rules.on') },
          { value: 'false', label: t('rules.off') },
        ]}
        onChange={(value) => change({ enabled: value === 'true' || value === 'false' ? value : undefined })}
      />
      {(['tag', 'category', 'detector'] as const).map((part) => {
        const value = search[part];
        return value === undefined ? null : (
          <Tag key={part} closable onClose={() => change({ [part]: undefined })} title={value.replaceAll(',', '\n')}>
            {t(`rules.filter.${part}`, { value: shortList(value, t) })}
          </Tag>
        );
      })}
    </div>
  );
};

const RulesetSelect = ({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['rulesets'], queryFn: ({ signal }) => listRulesets(signal) });
  return (
    <Select
      allowClear
      placeholder={t('rules.ruleset')}
      aria-label={t('rules.ruleset')}
      style={{ width: 150 }}
      options={(data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
};
