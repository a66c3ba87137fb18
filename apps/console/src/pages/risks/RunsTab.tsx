import { riskPermissions, RunKind, type RunLine } from '@chedun/risks/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Radio, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listUnits } from '../../api/filing.ts';
import { listRuns, startRun } from '../../api/risks.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';

const columnsOf = (t: TFunction): Column<RunLine>[] => [
  textColumn('kind', t('risks.kindName'), ({ kind }) => t(`risks.kind.${kind}`), { width: 150 }),
  textColumn('unit', t('risks.unit'), ({ unitName }) => unitName, { clip: 'clip' }),
  textColumn('assessor', t('risks.assessor'), ({ assessor }) => assessor, { clip: 'clip' }),
  shownColumn(
    'state',
    t('risks.stateName'),
    ({ state }) => t(`risks.state.${state}`),
    ({ state }) => <Chip tone={state === 'done' ? 'good' : 'medium'}>{t(`risks.state.${state}`)}</Chip>,
    { width: 100 },
  ),
  textColumn(
    'progress',
    t('risks.progress'),
    ({ kind, passed, applicable }) => (kind === 'evaluation' ? `${passed} / ${applicable}` : '—'),
    { width: 130 },
  ),
  textColumn('gaps', t('risks.gaps'), ({ gaps }) => gaps, { width: 90 }),
  textColumn('started', t('risks.started'), ({ startedOn }) => startedOn, { width: 120 }),
  textColumn('ended', t('risks.ended'), ({ endedOn }) => endedOn ?? '—', { width: 120 }),
  shownColumn(
    'filing',
    t('risks.filing'),
    ({ filing }) => filing?.number ?? '',
    ({ filing }) => (filing === null ? '—' : filing.number || t(`filing.states.${filing.state as 'draft'}`)),
    { width: 150 },
  ),
];

/** Tests and assessments of units. */
export const RunsTab = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useMay()(riskPermissions.write);
  const [open, setOpen] = useState(false);
  const list = useQuery({ queryKey: ['risks', 'runs'], queryFn: ({ signal }) => listRuns(signal) });
  const button = mayWrite && (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('risks.newRun')}
    </Button>
  );
  return (
    <Panel title={t('risks.tabs.runs')} body="flush" extra={button}>
      <DataTable<RunLine>
        columns={columnsOf(t)}
        rows={list.data?.items}
        error={list.error}
        onRetry={() => void list.refetch()}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: '/risks/runs/$id', params: { id } })}
        exportName="chedun-assessments"
        minWidth={1100}
        empty={<EmptyState title={t('risks.runsEmpty')} hint={t('risks.runsEmptyHint')} action={button} />}
      />
      {open && <NewRun onClose={() => setOpen(false)} />}
    </Panel>
  );
};

interface Fields {
  readonly kind: RunKind;
  readonly unit: string;
  readonly assessor: string;
}

const NewRun = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const units = useQuery({ queryKey: ['filing', 'units'], queryFn: ({ signal }) => listUnits(signal) });
  const graded = (units.data?.items ?? []).filter(({ level }) => level !== null);
  const start = useMutation({
    mutationFn: startRun,
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['risks', 'runs'] });
      await navigate({ to: '/risks/runs/$id', params: { id } });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('risks.newRun')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={start.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'evaluation' }}
        onFinish={(fields) => start.mutate(fields)}
      >
        <Form.Item name="kind" label={t('risks.kindName')}>
          <Radio.Group options={RunKind.options.map((value) => ({ value, label: t(`risks.kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="unit" label={t('risks.unit')} rules={[{ required: true }]}>
          <Select options={graded.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="assessor" label={t('risks.assessor')} rules={[{ required: true }]}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
