import { QuestionCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Popover, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { checkQuery, eventFields } from '../../api/search.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSettled } from '../../ui/useSettled.ts';

interface QueryBarProps {
  readonly value: string;
  readonly onSubmit: (query: string) => void;
}

/** The query with its syntax help; mistakes are named while typing. */
export const QueryBar = ({ value, onSubmit }: QueryBarProps) => {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const settled = useSettled(text, 400);
  const mistake = useMistake(settled);
  return (
    <div className="grow">
      <Space.Compact block>
        <Input
          allowClear
          className="mono"
          prefix={<SearchOutlined className="faint" />}
          placeholder={t('search.placeholder')}
          aria-label={t('nav.search')}
          value={text}
          maxLength={4000}
          {...(mistake === undefined ? {} : { status: 'error' as const })}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => onSubmit(text.trim())}
        />
        <Popover trigger="click" placement="bottomRight" title={t('search.helpTitle')} content={<SyntaxHelp />}>
          <Button icon={<QuestionCircleOutlined />}>{t('search.help')}</Button>
        </Popover>
        <Button type="primary" onClick={() => onSubmit(text.trim())}>
          {t('search.run')}
        </Button>
      </Space.Compact>
      {mistake !== undefined && <div style={{ color: 'var(--critical)', marginTop: 4 }}>{mistake}</div>}
    </div>
  );
};

const useMistake = (query: string): string | undefined => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const check = useQuery({
    queryKey: ['check-query', query],
    queryFn: ({ signal }) => checkQuery(query, signal),
    enabled: query.trim() !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  const error = query.trim() === '' ? undefined : check.data?.error;
  if (error === null || error === undefined) return undefined;
  const text = textIn(error, language);
  return error.column === null ? text : t('search.badQuery', { column: error.column, text });
};

const SyntaxHelp = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const fields = useQuery({
    queryKey: ['event-fields'],
    queryFn: ({ signal }) => eventFields(signal),
    staleTime: 300_000,
  });
  const examples = [
    ['mimikatz', t('search.helpTextEx')],
    ['"access denied"', t('search.helpPhraseEx')],
    ['vin:LSVAA2180E2100001', t('search.helpFieldEx')],
    ['host:tsp-*', t('search.helpWildEx')],
    ['severity:>=4', t('search.helpRangeEx')],
    ['(user:root OR user:admin) AND NOT source:lab', t('search.helpBoolEx')],
    ['vin:*', t('search.helpExistsEx')],
  ] as const;
  return (
    <div style={{ width: 520 }} className="stack">
      <dl className="facts" style={{ margin: 0 }}>
        {examples.map(([example, meaning]) => (
          <HelpLine key={example} example={example} meaning={meaning} />
        ))}
      </dl>
      <strong>{t('search.fieldsTitle')}</strong>
      <div
        style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '2px 16px', maxHeight: 180, overflowY: 'auto' }}
      >
        {fields.data?.fields.map((field) => (
          <span key={field.name} className="clip">
            <span className="mono">{field.name}</span> <span className="soft">{textIn(field.title, language)}</span>
          </span>
        ))}
      </div>
    </div>
  );
};

const HelpLine = ({ example, meaning }: { readonly example: string; readonly meaning: string }) => (
  <>
    <dt className="mono" style={{ color: 'var(--text)' }}>
      {example}
    </dt>
    <dd className="soft">{meaning}</dd>
  </>
);
