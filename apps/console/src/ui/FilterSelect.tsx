import { Select } from 'antd';

interface FilterSelectProps<V extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: readonly V[];
  readonly onChange: (value: readonly V[]) => void;
  readonly width?: number;
}

/** "Any of" filter for the head of a list; empty = all. */
export const FilterSelect = <V extends string>({
  label,
  options,
  value,
  onChange,
  width = 150,
}: FilterSelectProps<V>) => (
  <Select<V[]>
    mode="multiple"
    allowClear
    maxTagCount="responsive"
    placeholder={label}
    aria-label={label}
    style={{ minWidth: width }}
    options={[...options]}
    value={[...value]}
    onChange={onChange}
    showSearch={false}
  />
);
