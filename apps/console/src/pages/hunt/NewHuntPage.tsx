import { PlayCircleOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listCorrelations } from '../../api/correlation.ts';
import { getRule, listRules } from '../../api/detection.ts';
import { startHunt } from '../../api/hunt.ts';
import { usePreferences } from '../../app/preferences.ts';
import { rangeEnds, type TimeRange } from '../../lib/range.ts';
import { ruleTitle } from '../../lib/rules.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeRangePicker } from '../../ui/TimeRangePicker.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useSettled } from '../../ui/useSettled.ts';

type Source = 'rules' | 'correlations' | 'all' | 'text';

interface Choice {
  readonly source: Source;
  readonly rules: readonly string[];
  readonly correlations: readonly string[];
  readonly yaml: string;
  readonly range: TimeRange;
  readonly thorough: boolean;
}

const SOURCES: readonly Source[] = ['rules', 'correlations', 'all', 'text'];

const wantedOf = ({ source, rules, correlations, yaml }: Choice): object | undefined => {
  switch (source) {
    case 'rules':
      return rules.length === 0 ? undefined : { rules: [...rules] };
    case 'correlations':
      return correlations.length === 0 ? undefined : { correlations: [...correlations] };
    case 'text':
      return yaml.trim() === '' ? undefined : { yaml };
    case 'all':
      return { all: true };
  }
};

/** Runs what was chosen and opens the hunt. */
const useStart = (choice: Choice) => {
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: object) => {
      const { from, to } = rangeEnds(choice.range, Date.now());
      const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      return startHunt({ ...wanted, ...range, thorough: choice.thorough });
    },
    onSuccess: (hunt) => {
      void client.invalidateQueries({ queryKey: ['hunts'] });
      void navigate({ to: '/hunts/$id', params: { id: hunt.id } });
    },
    onError: say.problem,
  });
};

/** Starts a hunt: what to run, and over which time. */
export const NewHuntPage = () => {
  const { t } = useTranslation();
  const { rule, correlation } = useSearch({ from: '/app/hunts/new' });
  const [choice, setChoice] = useState<Choice>({
    source: correlation === undefined ? 'rules' : 'correlations',
    rules: rule === undefined ? [] : [rule],
    correlations: correlation === undefined ? [] : [correlation],
    yaml: '',
    range: { kind: 'rolling', last: '24h' },
    thorough: false,
  });
  const start = useStart(choice);
  const wanted = wantedOf(choice);
  return (
    <div className="page">
      <PageHead
        title={t('hunt.newTitle')}
        about={t('hunt.newAbout')}
        extra={<Link to="/hunts">{t('hunt.back')}</Link>}
      />
      <Panel>
        <div className="stack" style={{ gap: 16, maxWidth: 860 }}>
          <WhatToRun choice={choice} onChange={setChoice} />
          <Line label={t('hunt.range')}>
            <TimeRangePicker value={choice.range} onChange={(range) => setChoice({ ...choice, range })} />
          </Line>
          {choice.source !== 'all' && <Thorough choice={choice} onChange={setChoice} />}
          <div className="row">
            <Button
              type="primary"
              icon={<PlayCircleOutlined />}
              disabled={wanted === undefined}
              loading={start.isPending}
              onClick={() => wanted !== undefined && start.mutate(wanted)}
            >
              {t('hunt.run')}
            </Button>
            {wanted === undefined && <span className="soft">{t('hunt.nothingChosen')}</span>}
          </div>
        </div>
      </Panel>
    </div>
  );
};

const Line = ({ label, children }: { readonly label: string; readonly children: React.ReactNode }) => (
  <div className="stack" style={{ gap: 6 }}>
    <strong>{label}</strong>
    <div>{children}</div>
  </div>
);

interface ChoiceProps {
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

const Thorough = ({ choice, onChange }: ChoiceProps) => {
  const { t } = useTranslation();
  return (
    <Checkbox checked={choice.thorough} onChange={(event) => onChange({ ...choice, thorough: event.target.checked })}>
      {t('hunt.thorough')} <span className="soft">{t('hunt.thoroughHint')}</span>
    </Checkbox>
  );
};

const WhatToRun = ({ choice, onChange }: ChoiceProps) => {
  const { t } = useTranslation();
  return (
    <Line label={t('hunt.what')}>
      <div className="stack" style={{ gap: 10 }}>
        <Segmented<Source>
          style={{ alignSelf: 'flex-start' }}
          value={choice.source}
          onChange={(source) => onChange({ ...choice, source })}
          options={SOURCES.map((value) => ({ value, label: t(`hunt.source.${value}`) }))}
        />
        {choice.source === 'rules' && <RulePicker choice={choice} onChange={onChange} />}
        {choice.source === 'correlations' && <CorrelationPicker choice={choice} onChange={onChange} />}
        {choice.source === 'all' && <span className="soft">{t('hunt.allHint')}</span>}
        {choice.source === 'text' && (
          <>
            <span className="soft">{t('hunt.textHint')}</span>
            <CodeEditor
              value={choice.yaml}
              onChange={(yaml) => onChange({ ...choice, yaml })}
              language="yaml"
              height="300px"
              label={t('hunt.source.text')}
            />
          </>
        )}
      </div>
    </Line>
  );
};

const RulePicker = ({ choice, onChange }: ChoiceProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [typed, setTyped] = useState('');
  const find = useSettled(typed, 300);
  const found = useQuery({
    queryKey: ['rules', 'pick', find],
    queryFn: ({ signal }) => listRules({ search: find, limit: 50 }, signal),
  });
  const first = choice.rules[0] ?? '';
  // The rule that the page was opened with has its name before anybody types.
  const chosen = useQuery({
    queryKey: ['rule', first],
    queryFn: ({ signal }) => getRule(first, signal),
    enabled: first !== '',
  });
  const items = [...(found.data?.items ?? []), ...(chosen.data === undefined ? [] : [chosen.data])];
  const options = new Map(items.map((each) => [each.id, ruleTitle(each, language)]));
  return (
    <Select<string[]>
      mode="multiple"
      aria-label={t('hunt.source.rules')}
      placeholder={t('hunt.rulesPlaceholder')}
      loading={found.isFetching}
      value={[...choice.rules]}
      onChange={(rules) => onChange({ ...choice, rules })}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={[...options].map(([value, label]) => ({ value, label }))}
    />
  );
};

const CorrelationPicker = ({ choice, onChange }: ChoiceProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const list = useQuery({
    queryKey: ['correlations', 'pick'],
    queryFn: ({ signal }) => listCorrelations({ kind: 'correlation', limit: 200 }, signal),
  });
  return (
    <Select<string[]>
      mode="multiple"
      aria-label={t('hunt.source.correlations')}
      placeholder={t('hunt.correlationsPlaceholder')}
      loading={list.isFetching}
      value={[...choice.correlations]}
      onChange={(correlations) => onChange({ ...choice, correlations })}
      showSearch={{ optionFilterProp: 'label' }}
      options={(list.data?.items ?? []).map((each) => ({ value: each.id, label: ruleTitle(each, language) }))}
    />
  );
};
