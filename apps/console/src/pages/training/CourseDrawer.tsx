import type { Paper, Result, Taking } from '@chedun/training/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginExam, confirmMaterial, readMaterial } from '../../api/training.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { MarkdownText } from '../../ui/MarkdownText.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ExamForm } from './ExamForm.tsx';
import { ResultView } from './ResultView.tsx';
import { StateChip } from './StateChip.tsx';

/** A course: its material, then its exam, then what came of it. */
export const CourseDrawer = ({ taking, onClose }: { readonly taking: Taking; readonly onClose: () => void }) => {
  const client = useQueryClient();
  const [paper, setPaper] = useState<Paper>();
  const [result, setResult] = useState<Result>();
  const close = (): void => {
    void client.invalidateQueries({ queryKey: ['training'] });
    onClose();
  };
  return (
    <Drawer
      open
      size={720}
      onClose={close}
      title={
        <span className="row" style={{ gap: 8 }}>
          {taking.title} <StateChip state={taking.state} />
        </span>
      }
    >
      {result !== undefined && <ResultView result={result} />}
      {result === undefined && paper !== undefined && <ExamForm paper={paper} onResult={setResult} />}
      {result === undefined && paper === undefined && <Reading taking={taking} onPaper={setPaper} />}
    </Drawer>
  );
};

const Reading = ({ taking, onPaper }: { readonly taking: Taking; readonly onPaper: (paper: Paper) => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const { course, attemptsLeft, perExam, passMark, state } = taking;
  const material = useQuery({
    queryKey: ['training', 'material', course],
    queryFn: ({ signal }) => readMaterial(course, signal),
  });
  const confirm = useMutation({
    mutationFn: confirmMaterial,
    onSuccess: (next) => client.setQueryData(['training', 'material', course], next),
    onError: say.problem,
  });
  const begin = useMutation({ mutationFn: beginExam, onSuccess: onPaper, onError: say.problem });
  if (material.error !== null) return <ErrorState error={material.error} onRetry={() => void material.refetch()} />;
  if (material.data === undefined) return <Skeleton active paragraph={{ rows: 10 }} />;
  const isRead = material.data.readAt !== null;
  return (
    <div className="stack">
      <MarkdownText text={material.data.material} />
      <div className="row wrap" style={{ gap: 10 }}>
        {!isRead && (
          <Button type="primary" loading={confirm.isPending} onClick={() => confirm.mutate(course)}>
            {t('training.confirmRead')}
          </Button>
        )}
        {isRead && state !== 'passed' && attemptsLeft > 0 && (
          <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate(course)}>
            {t('training.beginExam')}
          </Button>
        )}
        <span className="faint">{t('training.examHint', { count: perExam, mark: passMark })}</span>
      </div>
    </div>
  );
};
