import { CorrelationType } from '@chedun/correlation/contract';
import { useNavigate } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CorrelationSearch } from '../../app/searchParams.ts';
import { listOf, listText } from '../../lib/findings.ts';
import { SEVERITIES } from '../../lib/series.ts';
import { FilterSelect } from '../../ui/FilterSelect.tsx';

/** Filters above the list of correlations. */
export const CorrelationToolbar = ({ search }: { readonly search: CorrelationSearch }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = (part: Partial<CorrelationSearch>): void =>
    void navigate({ to: '/correlations', search: { ...search, ...part } });
  return (
    <div className="toolbar">
      <Input.Search
        key={search.find ?? ''}
        allowClear
        style={{ width: 230 }}
        placeholder={t('correlations.findPlaceholder')}
        defaultValue={search.find ?? ''}
        onSearch={(text) => change({ find: text.trim() === '' ? undefined : text.trim() })}
      />
      <FilterSelect
        label={t('correlations.level')}
        options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={listOf(search.level, SEVERITIES)}
        onChange={(value) => change({ level: listText(value) })}
      />
      <FilterSelect
        label={t('correlations.type')}
        options={CorrelationType.options.map((value) => ({ value, label: t(`correlations.types.${value}`) }))}
        value={listOf(search.type, CorrelationType.options)}
        onChange={(value) => change({ type: listText(value) })}
      />
      <Select
        allowClear
        placeholder={t('correlations.kind')}
        aria-label={t('correlations.kind')}
        style={{ width: 120 }}
        options={(['correlation', 'filter'] as const).map((value) => ({
          value,
          label: t(`correlations.kinds.${value}`),
        }))}
        value={search.kind ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
      />
      <Select
        aria-label={t('correlations.enabled')}
        style={{ width: 110 }}
        value={search.enabled ?? 'any'}
        options={[
          { value: 'any', label: t('correlations.any') },
          { value: 'true', label: t('correlations.on') },
          { value: 'false', label: t('correlations.off') },
        ]}
        onChange={(value) => change({ enabled: value === 'true' || value === 'false' ? value : undefined })}
      />
    </div>
  );
};
