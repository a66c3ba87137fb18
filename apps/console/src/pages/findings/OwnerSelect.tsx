import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { listPeople } from '../../api/identity.ts';

/** Somebody who works on a finding. */
interface Owner {
  readonly id: string;
  readonly name: string;
}

interface OwnerSelectProps {
  readonly owner: Owner | null;
  readonly onChange: (owner: Owner | null) => void;
}

/** Gives a finding to one of the people who can work on it, or to nobody. */
export const OwnerSelect = ({ owner, onChange }: OwnerSelectProps) => {
  const { t } = useTranslation();
  const people = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => listPeople(signal), staleTime: 60_000 });
  const known = (people.data?.items ?? []).map(({ id, displayName }) => ({ value: id, label: displayName }));
  const gone = owner !== null && !known.some(({ value }) => value === owner.id);
  return (
    <Select<string | null>
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      size="small"
      style={{ width: 148 }}
      aria-label={t('findings.owner')}
      placeholder={t('findings.unassigned')}
      value={owner?.id ?? null}
      options={gone ? [...known, { value: owner.id, label: owner.name }] : known}
      onChange={(id) => {
        const person = known.find(({ value }) => value === id);
        onChange(person === undefined ? null : { id: person.value, name: person.label });
      }}
    />
  );
};
