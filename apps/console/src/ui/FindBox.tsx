import { Input } from 'antd';

interface FindBoxProps {
  readonly placeholder: string;
  readonly onFind: (text: string | undefined) => void;
}

/** The search field above a list; an empty text finds everything. */
export const FindBox = ({ placeholder, onFind }: FindBoxProps) => (
  <div className="toolbar">
    <Input.Search
      allowClear
      style={{ width: 260 }}
      placeholder={placeholder}
      onSearch={(text) => onFind(text.trim() === '' ? undefined : text.trim())}
    />
  </div>
);
