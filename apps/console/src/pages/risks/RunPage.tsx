import { riskPermissions, type ImportReport, type Risk, type Run } from '@chedun/risks/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Button, Input, Modal, Skeleton, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endRun, getRun, importResults, keepReport } from '../../api/risks.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/risks.css';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { AssetText, LevelTag, Unverified } from './parts.tsx';
import { RunItems } from './RunItems.tsx';

/** A test or an assessment: items with results, plan, report, and what came of it. */
export const RunPage = () => {
  const { id } = useParams({ from: '/app/risks/runs/$id' });
  const { t } = useTranslation();
  const mayWrite = useMay()(riskPermissions.write);
  const found = useQuery({ queryKey: ['risks', 'run', id], queryFn: ({ signal }) => getRun(id, signal) });
  if (found.error !== null) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { data: run } = found;
  const writes = mayWrite && run.state === 'open';
  return (
    <div className="page stack">
      <PageHead
        title={
          <span className="row" style={{ gap: 10 }}>
            {run.unitName} · {t(`risks.kind.${run.kind}`)}
            <Chip tone={run.state === 'done' ? 'good' : 'medium'}>{t(`risks.state.${run.state}`)}</Chip>
            <Unverified />
          </span>
        }
        about={run.assessor}
        extra={writes && <Actions run={run} />}
      />
      <Panel>
        <Facts
          items={[
            [t('risks.level'), t('filing.levelOf', { level: run.level })],
            [t('risks.started'), run.startedOn],
            [t('risks.ended'), run.endedOn],
            [t('risks.report'), run.report?.name],
            [t('risks.conclusion'), run.conclusion],
            [
              t('risks.filing'),
              run.filing === null ? null : (
                <Link key="filing" to="/filing/cases/$id" params={{ id: run.filing.id }}>
                  {t('risks.toFiling')}
                </Link>
              ),
            ],
          ]}
        />
      </Panel>
      {run.kind === 'evaluation' && <RunItems run={run} writes={writes ? 'may' : 'may-not'} />}
      {(run.state === 'done' || run.kind === 'risk-assessment') && <Risks risks={run.risks} />}
    </div>
  );
};

const useRunChange = (id: string) => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['risks', 'run', id] });
};

const Actions = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const say = useSay();
  const refresh = useRunChange(run.id);
  const [ending, setEnding] = useState(false);
  const [report, setReport] = useState<ImportReport>();
  const bring = useMutation({
    mutationFn: (file: File) => importResults(run.id, file),
    onSuccess: async (answer) => {
      await refresh();
      setReport(answer);
    },
    onError: say.problem,
  });
  const keep = useMutation({
    mutationFn: (file: File) => keepReport(run.id, file),
    onSuccess: refresh,
    onError: say.problem,
  });
  const pick = (use: (file: File) => void) => (file: File) => {
    use(file);
    return false;
  };
  return (
    <>
      {run.kind === 'evaluation' && (
        <Upload showUploadList={false} beforeUpload={pick((file) => bring.mutate(file))}>
          <Button title={t('risks.importHint')} loading={bring.isPending}>
            {t('risks.import')}
          </Button>
        </Upload>
      )}
      <Upload showUploadList={false} beforeUpload={pick((file) => keep.mutate(file))}>
        <Button loading={keep.isPending}>{t('risks.reportAdd')}</Button>
      </Upload>
      <Button type="primary" onClick={() => setEnding(true)}>
        {t('risks.end')}
      </Button>
      {ending && <EndDialog id={run.id} onClose={() => setEnding(false)} />}
      {report !== undefined && <ImportedDialog report={report} onClose={() => setReport(undefined)} />}
    </>
  );
};

const ImportedDialog = ({ report, onClose }: { readonly report: ImportReport; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Modal open title={t('risks.import')} footer={null} onCancel={onClose}>
      <div className="stack">
        <Alert
          type={report.refused.length === 0 ? 'success' : 'warning'}
          showIcon
          title={t('risks.imported', { rows: report.rows, taken: report.taken })}
        />
        {report.refused.slice(0, 50).map(({ row, value, text }) => (
          <div key={row}>{t('risks.refusedRow', { row, value, text: words(text) })}</div>
        ))}
      </div>
    </Modal>
  );
};

const EndDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [conclusion, setConclusion] = useState('');
  const end = useMutation({
    mutationFn: () => endRun(id, conclusion),
    onSuccess: async (run) => {
      client.setQueryData(['risks', 'run', id], run);
      await client.invalidateQueries({ queryKey: ['risks', 'runs'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('risks.endTitle')}
      onCancel={onClose}
      onOk={() => end.mutate()}
      okText={t('risks.end')}
      okButtonProps={{ disabled: conclusion.trim().length < 2 }}
      confirmLoading={end.isPending}
    >
      <div className="stack">
        <span className="soft">{t('risks.endHint')}</span>
        <Input.TextArea
          aria-label={t('risks.conclusion')}
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={4000}
          value={conclusion}
          onChange={(event) => setConclusion(event.target.value)}
        />
      </div>
    </Modal>
  );
};

const Risks = ({ risks }: { readonly risks: readonly Risk[] }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Panel title={t('risks.runRisks')} body="flush">
      <DataTable<Risk>
        columns={[
          shownColumn(
            'level',
            t('risks.level'),
            ({ value }) => value,
            ({ level }) => <LevelTag level={level} />,
            { width: 90 },
          ),
          shownColumn(
            'asset',
            t('risks.asset'),
            ({ asset }) => asset.id,
            ({ asset }) => <AssetText asset={asset} />,
          ),
          textColumn('weakness', t('risks.weakness'), ({ weakness }) => t(`risks.weaknessKind.${weakness}`), {
            width: 120,
          }),
          textColumn('threat', t('risks.threat'), ({ threatTitle }) => words(threatTitle)),
          textColumn('value', t('risks.value'), ({ value }) => value, { width: 90 }),
        ]}
        rows={risks}
        rowKey={({ key }) => key}
        exportName="chedun-risks-at-end"
        empty={<EmptyState size="small" title={t('risks.empty')} hint={t('risks.emptyHint')} />}
      />
    </Panel>
  );
};
