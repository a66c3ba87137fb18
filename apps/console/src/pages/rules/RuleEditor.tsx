import { detectionPermissions } from '@chedun/detection/contract';
import type { RuleDetail } from '@chedun/detection/contract';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { testRule } from '../../api/detection.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { LintList } from './LintList.tsx';
import { testBody, type TestOn } from './testedEvents.ts';
import { TestPanel } from './TestPanel.tsx';
import { TestSamples } from './TestSamples.tsx';

interface RuleEditorProps {
  readonly yaml: string;
  readonly onChange?: (yaml: string) => void;
  readonly knownLint: RuleDetail['lint'];
  readonly actions: ReactNode;
}

/** A rule on the left, a test on the right; marks of the linter stand beside the lines. */
export const RuleEditor = ({ yaml, onChange, knownLint, actions }: RuleEditorProps) => {
  const { t } = useTranslation();
  const may = useMay();
  const { language } = usePreferences();
  const [lintOf, setLintOf] = useState(yaml);
  const run = useMutation({
    mutationFn: async (on: TestOn) => testRule(await testBody(yaml, on)),
    onMutate: () => setLintOf(yaml),
  });
  const lint = run.data?.lint ?? knownLint;
  const marks = lintOf === yaml ? lint : [];
  return (
    <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', alignItems: 'start' }}>
      <div className="stack">
        <Panel title={t('rules.source')} body="flush" extra={actions}>
          <CodeEditor
            value={yaml}
            marks={marks.map((mark) => ({ ...mark, message: textIn(mark.text, language) }))}
            height="calc(100vh - 430px)"
            label={t('rules.editorLabel')}
            {...(onChange === undefined ? {} : { onChange })}
          />
        </Panel>
        <Panel title={t('rules.lint')}>
          <LintList lint={marks} />
        </Panel>
      </div>
      <TestPanel
        allowed={may(detectionPermissions.test)}
        pending={run.isPending}
        error={run.error}
        idle={t('rules.testIdle')}
        onRun={run.mutate}
      >
        {run.data && <TestSamples result={run.data} />}
      </TestPanel>
    </div>
  );
};
