import { PlayCircleOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rangeEnds } from '../../lib/range.ts';
import type { TimeRange } from '../../lib/range.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import type { TestOn } from './testedEvents.ts';

interface TestPanelProps {
  readonly allowed: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  /** Says what to do before the first trial. */
  readonly idle: string;
  /** What came of the trial; nothing before the first. */
  readonly children: ReactNode;
  readonly onRun: (on: TestOn) => void;
}

/** Tries a rule or a correlation on pasted or stored events. */
export const TestPanel = ({ allowed, pending, error, idle, children, onRun }: TestPanelProps) => {
  const { t } = useTranslation();
  const [mode, setMode] = useState<'paste' | 'stored'>('stored');
  return (
    <Panel
      title={t('rules.test')}
      extra={
        <Segmented<'paste' | 'stored'>
          size="small"
          value={mode}
          onChange={setMode}
          options={[
            { value: 'stored', label: t('rules.testStored') },
            { value: 'paste', label: t('rules.testPaste') },
          ]}
        />
      }
    >
      <div className="stack">
        {mode === 'paste' ? (
          <PastedForm disabled={!allowed} pending={pending} onRun={onRun} />
        ) : (
          <StoredForm disabled={!allowed} pending={pending} onRun={onRun} />
        )}
        {error !== null && error !== undefined && <ErrorState error={error} />}
        {children ?? <EmptyState size="small" title={t('rules.test')} hint={idle} />}
      </div>
    </Panel>
  );
};

interface FormProps {
  readonly disabled: boolean;
  readonly pending: boolean;
  readonly onRun: (on: TestOn) => void;
}

const PastedForm = ({ disabled, pending, onRun }: FormProps) => {
  const { t } = useTranslation();
  const [events, setEvents] = useState('');
  return (
    <>
      <div className="panel" style={{ overflow: 'hidden' }}>
        <CodeEditor value={events} onChange={setEvents} language="text" height="150px" label={t('rules.testEvents')} />
      </div>
      <div className="row between">
        <span className="faint">{t('rules.testEvents')}</span>
        <Button
          type="primary"
          icon={<PlayCircleOutlined />}
          disabled={disabled || events.trim() === ''}
          loading={pending}
          onClick={() => onRun({ kind: 'pasted', events })}
        >
          {t('rules.testRun')}
        </Button>
      </div>
    </>
  );
};

const DEFAULT_LIMIT = 2_000;

const StoredForm = ({ disabled, pending, onRun }: FormProps) => {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [range, setRange] = useState<TimeRange>({ kind: 'rolling', last: '24h' });
  const [limit, setLimit] = useState(DEFAULT_LIMIT);
  const run = (): void => {
    const { from, to } = rangeEnds(range, Date.now());
    onRun({ kind: 'stored', query, from, to, limit });
  };
  return (
    <>
      <Input
        className="mono"
        placeholder={t('rules.testQuery')}
        aria-label={t('rules.testQuery')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onPressEnter={run}
      />
      <div className="row">
        <TimeRangePicker value={range} onChange={setRange} />
        <span className="soft nowrap">{t('rules.testLimit')}</span>
        <InputNumber
          aria-label={t('rules.testLimit')}
          min={1}
          max={10_000}
          value={limit}
          style={{ width: 96 }}
          onChange={(value) => setLimit(value ?? DEFAULT_LIMIT)}
        />
        <span className="grow" />
        <Button type="primary" icon={<PlayCircleOutlined />} disabled={disabled} loading={pending} onClick={run}>
          {t('rules.testRun')}
        </Button>
      </div>
    </>
  );
};
