import type { CaseDetail, Problem } from '@chedun/filing/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { explainCase } from '../../api/filing.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useWords } from '../documents/useWords.ts';
import { SayWhy } from './SayWhy.tsx';
import { useCaseChange } from './useCaseChange.ts';

interface PanelProps {
  readonly detail: CaseDetail;
  readonly writes: 'may' | 'may-not';
}

/** What a machine finds wrong with the form before it is signed. */
export const ProblemsPanel = ({ detail, writes }: PanelProps) => {
  const { t } = useTranslation();
  const { problems, case: line } = detail;
  if (!['draft', 'supplement', 'approval', 'approved'].includes(line.state)) return null;
  return (
    <Panel title={t('filing.problems')} hint={t('filing.problemsHint')}>
      {problems.length === 0 ? (
        <Chip tone="good">{t('filing.problemsNone')}</Chip>
      ) : (
        <div className="stack" style={{ gap: 8 }}>
          {problems.map((problem) => (
            <ProblemLine key={problem.key} id={line.id} problem={problem} writes={writes} />
          ))}
        </div>
      )}
    </Panel>
  );
};

const ProblemLine = ({
  id,
  problem,
  writes,
}: {
  readonly id: string;
  readonly problem: Problem;
  readonly writes: PanelProps['writes'];
}) => {
  const { t } = useTranslation();
  const words = useWords();
  const explain = useCaseChange(id, (text: string) => explainCase(id, { problems: { [problem.key]: text } }));
  const open = problem.explanation === '';
  return (
    <div className="row" style={{ gap: 10 }}>
      <Chip tone={problem.kind === 'missing' ? 'critical' : open ? 'high' : 'info'}>{words(problem.text)}</Chip>
      {!open && <span className="soft">{t('filing.explained', { text: problem.explanation })}</span>}
      {writes === 'may' && problem.kind === 'missing' && (
        <Button size="small" href={`#field-${problem.field}`}>
          {t('filing.edit')}
        </Button>
      )}
      {writes === 'may' && problem.kind === 'differs' && (
        <SayWhy
          label={t('filing.explain')}
          before={problem.explanation}
          busy={explain.isPending ? 'yes' : 'no'}
          onSay={(text) => explain.mutate(text)}
        />
      )}
    </div>
  );
};
