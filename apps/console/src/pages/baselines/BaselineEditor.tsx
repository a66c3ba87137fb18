import { baselinePermissions } from '@chedun/baselines/contract';
import type { BaselineDetail } from '@chedun/baselines/contract';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { testBaseline } from '../../api/baselines.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSettled } from '../../ui/useSettled.ts';
import { LintList } from '../rules/LintList.tsx';
import { testBody, type TestOn } from '../rules/testedEvents.ts';
import { TestPanel } from '../rules/TestPanel.tsx';
import { TrialResult } from './TrialResult.tsx';

interface BaselineEditorProps {
  readonly yaml: string;
  readonly onChange?: (yaml: string) => void;
  readonly known?: Pick<BaselineDetail, 'lint'>;
  readonly actions: ReactNode;
}

/** A behaviour rule on the left, its checks following the text; a trial on the right. */
export const BaselineEditor = ({ yaml, onChange, known, actions }: BaselineEditorProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const allowed = useMay()(baselinePermissions.test);
  const settled = useSettled(yaml, 500);
  const live = useQuery({
    queryKey: ['baseline-lint', settled],
    queryFn: ({ signal }) => testBaseline({ yaml: settled }, signal),
    enabled: allowed && settled.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const run = useMutation({ mutationFn: async (on: TestOn) => testBaseline(await testBody(yaml, on)) });
  const lint = live.data?.lint ?? known?.lint ?? [];
  return (
    <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', alignItems: 'start' }}>
      <div className="stack">
        <Panel title={t('baselines.source')} body="flush" extra={actions}>
          <CodeEditor
            value={yaml}
            marks={lint.map((mark) => ({ ...mark, message: textIn(mark.text, language) }))}
            height="calc(100vh - 400px)"
            label={t('baselines.editorLabel')}
            {...(onChange === undefined ? {} : { onChange })}
          />
        </Panel>
        <Panel title={t('baselines.lint')}>
          <LintList lint={lint} />
        </Panel>
      </div>
      <TestPanel
        allowed={allowed}
        pending={run.isPending}
        error={run.error}
        onRun={run.mutate}
        idle={t('baselines.testIdle')}
      >
        {run.data && <TrialResult result={run.data} />}
      </TestPanel>
    </div>
  );
};
