import { correlationPermissions } from '@chedun/correlation/contract';
import type { CorrelationDetail, CorrelationTestResult } from '@chedun/correlation/contract';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { testCorrelation } from '../../api/correlation.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { pictureOf } from '../../lib/correlations.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { LintList } from '../rules/LintList.tsx';
import { testBody, type TestOn } from '../rules/testedEvents.ts';
import { TestPanel } from '../rules/TestPanel.tsx';
import { TrialResult } from './TrialResult.tsx';
import { WindowPicture } from './WindowPicture.tsx';

interface CorrelationEditorProps {
  readonly yaml: string;
  readonly onChange?: (yaml: string) => void;
  readonly known?: Pick<CorrelationDetail, 'lint' | 'outline'>;
  readonly actions: ReactNode;
}

/** The text as it was half a second ago, so that not every key asks the server. */
const useSettled = (text: string): string => {
  const deferred = useDeferredValue(text);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(deferred), 500);
    return () => clearTimeout(timer);
  }, [deferred]);
  return settled;
};

/** A correlation on the left with its picture above, a trial on the right; lint and picture follow the text. */
export const CorrelationEditor = ({ yaml, onChange, known, actions }: CorrelationEditorProps) => {
  const { t } = useTranslation();
  const may = useMay();
  const allowed = may(correlationPermissions.test);
  const settled = useSettled(yaml);
  const live = useQuery({
    queryKey: ['correlation-lint', settled],
    queryFn: ({ signal }) => testCorrelation({ yaml: settled, events: '' }, signal),
    enabled: allowed && settled.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  const [triedText, setTriedText] = useState('');
  const run = useMutation({
    mutationFn: async (on: TestOn) => testCorrelation(await testBody(yaml, on)),
    onMutate: () => setTriedText(yaml),
  });
  const tried = triedText === yaml ? run.data : undefined;
  const outline = tried?.outline ?? live.data?.outline ?? known?.outline ?? null;
  return (
    <div className="stack">
      <PicturePanel outline={outline} tried={tried} />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', alignItems: 'start' }}>
        <Source
          yaml={yaml}
          lint={tried?.lint ?? live.data?.lint ?? known?.lint ?? []}
          actions={actions}
          {...(onChange === undefined ? {} : { onChange })}
        />
        <TestPanel
          allowed={allowed}
          pending={run.isPending}
          error={run.error}
          onRun={run.mutate}
          idle={t('correlations.testIdle')}
        >
          {run.data && <TrialResult result={run.data} />}
        </TestPanel>
      </div>
    </div>
  );
};

interface PicturePanelProps {
  readonly outline: CorrelationDetail['outline'];
  readonly tried: CorrelationTestResult | undefined;
}

const PicturePanel = ({ outline, tried }: PicturePanelProps) => {
  const { t } = useTranslation();
  const picture = outline && tried ? pictureOf(outline, tried) : undefined;
  return (
    <Panel
      title={picture === undefined ? t('correlations.picture') : t('correlations.pictureTested')}
      hint={t('correlations.pictureHint')}
    >
      {outline === null ? (
        <div className="soft">{t('correlations.noPicture')}</div>
      ) : (
        <WindowPicture outline={outline} picture={picture} />
      )}
    </Panel>
  );
};

interface SourceProps {
  readonly yaml: string;
  readonly onChange?: (yaml: string) => void;
  readonly lint: CorrelationDetail['lint'];
  readonly actions: ReactNode;
}

const Source = ({ yaml, onChange, lint, actions }: SourceProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <div className="stack">
      <Panel title={t('correlations.source')} body="flush" extra={actions}>
        <CodeEditor
          value={yaml}
          marks={lint.map((mark) => ({ ...mark, message: textIn(mark.text, language) }))}
          height="calc(100vh - 520px)"
          label={t('correlations.editorLabel')}
          {...(onChange === undefined ? {} : { onChange })}
        />
      </Panel>
      <Panel title={t('rules.lint')}>
        <LintList lint={lint} />
      </Panel>
    </div>
  );
};
