import { PlusOutlined } from '@ant-design/icons';
import { cryptoAssessmentPermissions } from '@chedun/crypto-assessment/contract';
import type { AssessmentSummary } from '@chedun/crypto-assessment/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listAssessments } from '../../api/cryptography.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AssessmentDialog } from './AssessmentDialog.tsx';
import { ConclusionChip, DueChip } from './assessmentParts.tsx';

const columnsOf = (t: TFunction): readonly Column<AssessmentSummary>[] => [
  textColumn('system', t('cryptography.system'), ({ system }) => system, { width: 200 }),
  textColumn('level', t('cryptography.level'), ({ level }) => t('cryptography.levelOf', { level }), { width: 90 }),
  shownColumn(
    'status',
    t('cryptography.status'),
    ({ status }) => t(`cryptography.statusOf.${status}`),
    ({ status }) => <Chip tone={status === 'done' ? 'good' : 'info'}>{t(`cryptography.statusOf.${status}`)}</Chip>,
    { width: 90 },
  ),
  textColumn('total', t('cryptography.total'), ({ total }) => total ?? '', { width: 90, align: 'right' }),
  shownColumn(
    'conclusion',
    t('cryptography.conclusion'),
    ({ conclusion }) => (conclusion === null ? '' : t(`cryptography.conclusionOf.${conclusion}`)),
    ({ conclusion, missing }) => <ConclusionChip conclusion={conclusion} missing={missing} />,
    { width: 150 },
  ),
  textColumn('risk', t('cryptography.highRisk'), ({ highRisk }) => highRisk, { width: 80, align: 'right' }),
  textColumn('gaps', t('cryptography.gaps'), ({ gaps }) => gaps, { width: 80, align: 'right' }),
  textColumn('assessed', t('cryptography.assessedOn'), ({ assessedOn }) => assessedOn ?? '', { width: 120 }),
  shownColumn(
    'file',
    t('cryptography.fileBy'),
    ({ dates }) => dates.fileBy ?? '',
    ({ dates, filedOn }) => <DueChip day={dates.fileBy} isOver={dates.fileOverdue} doneOn={filedOn} />,
    { width: 170 },
  ),
  shownColumn(
    'next',
    t('cryptography.nextBy'),
    ({ dates }) => dates.nextBy ?? '',
    ({ dates }) => <DueChip day={dates.nextBy} isOver={dates.nextOverdue} doneOn={null} />,
    { width: 140 },
  ),
];

/** 密评: assessments with score, conclusion and legal dates. */
export const AssessmentsTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay()(cryptoAssessmentPermissions.write);
  const [isAdding, setAdding] = useState(false);
  const list = useQuery({
    queryKey: ['cryptography', 'assessments'],
    queryFn: ({ signal }) => listAssessments(signal),
  });
  const columns = useMemo(() => columnsOf(t), [t]);
  const open = (id: string): void => void navigate({ to: '/cryptography/assessments/$id', params: { id } });
  const add = may && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('cryptography.addAssessment')}
    </Button>
  );
  return (
    <Panel title={t('cryptography.assessments')} hint={t('cryptography.assessmentsHint')} extra={add} body="flush">
      <DataTable<AssessmentSummary>
        columns={columns}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        total={list.data?.total}
        error={list.error}
        onRetry={() => void list.refetch()}
        onRow={({ id }) => open(id)}
        exportName="chedun-assessments"
        sorting="browser"
        minWidth={1120}
        empty={
          <EmptyState title={t('cryptography.noAssessments')} hint={t('cryptography.noAssessmentsHint')} action={add} />
        }
      />
      {isAdding && <AssessmentDialog onClose={() => setAdding(false)} onSaved={open} />}
    </Panel>
  );
};
