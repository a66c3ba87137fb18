import { CopyOutlined, MinusCircleOutlined, PlusCircleOutlined } from '@ant-design/icons';
import type { EventRecord } from '@chedun/search/contract';
import { Input, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../app/preferences.ts';
import { formatBytes } from '../lib/format.ts';
import { queryTerm } from '../lib/lucene.ts';
import { nestedLines } from '../lib/record.ts';
import type { RecordLine } from '../lib/record.ts';
import { verdictOf } from '../lib/verdictText.ts';
import { Highlight } from './Highlight.tsx';
import { TimeText } from './Time.tsx';
import { useSay } from './useSay.ts';

/** A field and value that made a rule match. */
interface Matched {
  readonly field: string;
  readonly value: string;
}

interface RecordFieldsProps {
  readonly record: EventRecord;
  readonly matched?: readonly Matched[];
  /** Adds a term to the query, or shuts it out. */
  readonly onTerm?: (term: string, how: 'with' | 'without') => void;
}

/** Every field of a record as a tree; fields that made the rule match are marked. */
export const RecordFields = ({ record, matched = [], onTerm }: RecordFieldsProps) => {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const lines = nestedLines(record.fields, matched, filter);
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="record-head">
        <div className="row wrap" style={{ gap: '2px 16px' }}>
          <span>
            {t('events.time')} <TimeText at={record.time} precise="millisecond" />
          </span>
          <span>
            {t('events.received')} <TimeText at={record.received} precise="millisecond" />
          </span>
          <span>
            {t('events.source')} <span className="mono">{record.source}</span>
          </span>
          <span>
            {t('events.format')} <span className="mono">{record.format}</span>
          </span>
          <span>
            {t('events.journal')} <span className="mono">{`${record.journal} ${record.seq}/${record.index}`}</span>
          </span>
        </div>
        <Input
          size="small"
          allowClear
          placeholder={t('events.filterFields')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      <div>
        {lines.map((line) => (
          <FieldRow key={line.path} line={line} {...(onTerm === undefined ? {} : { onTerm })} />
        ))}
        {lines.length === 0 && <div className="faint">{t('events.noFields')}</div>}
      </div>
    </div>
  );
};

const INDENT = 14;

const FieldRow = ({
  line,
  onTerm,
}: {
  readonly line: RecordLine;
  readonly onTerm?: NonNullable<RecordFieldsProps['onTerm']>;
}) => {
  const { value } = line;
  const { language } = usePreferences();
  const told = value === undefined ? undefined : verdictOf(line.path, value, language);
  return (
    <div className={line.marks.length > 0 ? 'tree-line hit' : 'tree-line'}>
      <span className="name mono" style={{ paddingLeft: line.depth * INDENT }}>
        {line.name}
      </span>
      <span className="value mono">
        {value !== undefined && <Highlight text={value} marks={line.marks} />}
        {told !== undefined && <div className="soft">{told}</div>}
      </span>
      {value === undefined ? (
        <span />
      ) : (
        <FieldActions path={line.path} value={value} {...(onTerm === undefined ? {} : { onTerm })} />
      )}
    </div>
  );
};

const MAX_TERM = 300;

const FieldActions = ({
  path,
  value,
  onTerm,
}: {
  readonly path: string;
  readonly value: string;
  readonly onTerm?: NonNullable<RecordFieldsProps['onTerm']>;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    say.done(t('common.copied'));
  };
  const term = queryTerm(path, value);
  return (
    <span className="acts">
      {onTerm !== undefined && value.length <= MAX_TERM && (
        <>
          <IconAct title={t('events.include')} icon={<PlusCircleOutlined />} onClick={() => onTerm(term, 'with')} />
          <IconAct title={t('events.exclude')} icon={<MinusCircleOutlined />} onClick={() => onTerm(term, 'without')} />
        </>
      )}
      <IconAct title={t('events.copyValue')} icon={<CopyOutlined />} onClick={() => void copy()} />
    </span>
  );
};

/** A small button that is only an icon. */
export const IconAct = ({
  title,
  icon,
  onClick,
}: {
  readonly title: string;
  readonly icon: React.ReactNode;
  readonly onClick: () => void;
}) => (
  <Tooltip title={title}>
    <button type="button" className="icon-act" aria-label={title} onClick={onClick}>
      {icon}
    </button>
  </Tooltip>
);

/** The record byte for byte, as text or in hexadecimal. */
export const RecordRaw = ({
  record,
  marks = [],
}: {
  readonly record: EventRecord;
  readonly marks?: readonly string[];
}) => {
  const { t } = useTranslation();
  const { raw } = record;
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="soft">
        {t('events.rawBytes', { size: formatBytes(raw.bytes) })}
        {raw.kind === 'hex' ? ` · ${t('events.hex')}` : ''}
        {raw.truncated ? ` · ${t('events.truncated')}` : ''}
      </div>
      <pre className="raw">
        <Highlight text={raw.content} marks={marks} />
      </pre>
    </div>
  );
};
