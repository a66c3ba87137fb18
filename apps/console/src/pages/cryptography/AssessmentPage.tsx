import { cryptoAssessmentPermissions } from '@chedun/crypto-assessment/contract';
import type { AssessmentDetail } from '@chedun/crypto-assessment/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Popconfirm, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  assessmentUrl,
  completeAssessment,
  issueAssessment,
  getAssessment,
  importItems,
  removeAssessment,
  suggestAssessment,
} from '../../api/cryptography.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Kpi, PageHead, Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { AssessmentDialog } from './AssessmentDialog.tsx';
import { ConclusionChip, DueChip } from './assessmentParts.tsx';
import { HighRiskList } from './HighRiskList.tsx';
import { ImportCryptographyDialog } from './ImportCryptographyDialog.tsx';
import { UnitTable } from './UnitTable.tsx';

const EXAMPLE = 'unit,object,applicable,d,a,k,conformity,highRisk,rectifyBy\nnet-1,TSP,yes,yes,no,yes,,no,2026-12-31';

/** One assessment: units with their judged objects, score by layers, dates. */
export const AssessmentPage = () => {
  const { id } = useParams({ from: '/app/cryptography/assessments/$id' });
  const detail = useQuery({
    queryKey: ['cryptography', 'assessment', id],
    queryFn: ({ signal }) => getAssessment(id, signal),
  });
  if (detail.data !== undefined) return <Loaded detail={detail.data} />;
  return (
    <div className="page">
      {detail.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
      )}
    </div>
  );
};

const Loaded = ({ detail }: { readonly detail: AssessmentDetail }) => {
  const { t } = useTranslation();
  const { assessment, score } = detail;
  return (
    <div className="page stack">
      <PageHead
        title={t('cryptography.assessmentOf', { system: assessment.system })}
        about={
          <span className="row wrap" style={{ gap: 10 }}>
            <Link to="/cryptography" search={{ tab: 'assessments' }}>
              {t('cryptography.backToAssessments')}
            </Link>
            <span>{t('cryptography.levelOf', { level: assessment.level })}</span>
            <span>{assessment.organisation}</span>
            <span>{t(`cryptography.statusOf.${assessment.status}`)}</span>
          </span>
        }
        extra={<Actions detail={detail} />}
      />
      <Figures detail={detail} />
      <Alert type="info" showIcon title={t('cryptography.scoreBasis')} />
      <Panel title={t('cryptography.units')} hint={t('cryptography.unitsHint')} body="flush">
        <UnitTable detail={detail} />
      </Panel>
      <HighRiskList detail={detail} />
      {score.missing.length > 0 && (
        <Alert type="warning" showIcon title={t('cryptography.unjudged', { count: score.missing.length })} />
      )}
    </div>
  );
};

const Figures = ({ detail: { assessment, score, dates } }: { readonly detail: AssessmentDetail }) => {
  const { t } = useTranslation();
  return (
    <div className="kpis">
      <Kpi
        label={t('cryptography.total')}
        value={score.total ?? '–'}
        note={<ConclusionChip conclusion={score.conclusion} missing={score.missing.length} />}
        tone={score.conclusion === 'fail' ? 'critical' : 'info'}
      />
      <Kpi
        label={t('cryptography.highRisk')}
        value={score.highRisk}
        note={t('cryptography.highRiskNote')}
        tone={score.highRisk > 0 ? 'critical' : 'good'}
      />
      <Kpi
        label={t('cryptography.fileBy')}
        value={<span style={{ fontSize: 18 }}>{dates.fileBy ?? '–'}</span>}
        note={<DueChip day={dates.fileBy} isOver={dates.fileOverdue} doneOn={assessment.filedOn} />}
        tone={dates.fileOverdue && assessment.filedOn === null ? 'critical' : 'info'}
      />
      <Kpi
        label={t('cryptography.nextBy')}
        value={<span style={{ fontSize: 18 }}>{dates.nextBy ?? '–'}</span>}
        note={t('cryptography.yearly')}
        tone={dates.nextOverdue ? 'critical' : 'info'}
      />
    </div>
  );
};

const Actions = ({ detail: { assessment } }: { readonly detail: AssessmentDetail }) => {
  const { t } = useTranslation();
  const may = useMay()(cryptoAssessmentPermissions.write);
  const [isChanging, setChanging] = useState(false);
  return (
    <span className="row wrap">
      <Button href={assessmentUrl(assessment.id, 'csv')}>{t('cryptography.exportCsv')}</Button>
      <Button href={assessmentUrl(assessment.id, 'json')}>{t('cryptography.exportJson')}</Button>
      {may && <Button onClick={() => setChanging(true)}>{t('common.edit')}</Button>}
      {may && assessment.status === 'done' && <IssueButton id={assessment.id} />}
      {may && assessment.status === 'draft' && <DraftActions id={assessment.id} />}
      {isChanging && <AssessmentDialog assessment={assessment} onClose={() => setChanging(false)} />}
    </span>
  );
};

const IssueButton = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const issue = useMutation({
    mutationFn: issueAssessment,
    onSuccess: (document) => navigate({ to: '/documents/$id', params: { id: document.id } }),
    onError: say.problem,
  });
  return (
    <Button type="primary" loading={issue.isPending} onClick={() => issue.mutate(id)}>
      {t('cryptography.issueDocument')}
    </Button>
  );
};

const DraftActions = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const [isImporting, setImporting] = useState(false);
  const client = useQueryClient();
  const settled = {
    onSuccess: () => client.invalidateQueries({ queryKey: ['cryptography'] }),
    onError: say.problem,
  };
  const suggest = useMutation({ mutationFn: suggestAssessment, ...settled });
  const complete = useMutation({ mutationFn: completeAssessment, ...settled });
  const remove = useMutation({
    mutationFn: removeAssessment,
    onSuccess: () => navigate({ to: '/cryptography', search: { tab: 'assessments' } }),
    onError: say.problem,
  });
  return (
    <>
      <Button onClick={() => setImporting(true)}>{t('cryptography.importTable')}</Button>
      <Button loading={suggest.isPending} onClick={() => suggest.mutate(id)}>
        {t('cryptography.suggest')}
      </Button>
      <Popconfirm title={t('cryptography.askComplete')} onConfirm={() => complete.mutate(id)}>
        <Button type="primary" loading={complete.isPending}>
          {t('cryptography.complete')}
        </Button>
      </Popconfirm>
      <Popconfirm title={t('cryptography.askRemove')} onConfirm={() => remove.mutate(id)}>
        <Button danger loading={remove.isPending}>
          {t('common.remove')}
        </Button>
      </Popconfirm>
      {isImporting && (
        <ImportCryptographyDialog
          title={t('cryptography.importItems')}
          about={t('cryptography.importItemsAbout')}
          example={EXAMPLE}
          send={(file) => importItems(id, file)}
          onClose={() => setImporting(false)}
        />
      )}
    </>
  );
};
