import { ItemResult, type Run, type RunItem } from '@chedun/risks/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { judgeItem } from '../../api/risks.ts';
import { monoColumn, shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';

const TONE = { pass: 'good', partial: 'medium', fail: 'critical', 'n-a': 'info', open: 'low' } as const;

/** Items of the baseline with their results. */
export const RunItems = ({ run, writes }: { readonly run: Run; readonly writes: 'may' | 'may-not' }) => {
  const { t } = useTranslation();
  const words = useWords();
  const [judged, setJudged] = useState<RunItem>();
  const columns: Column<RunItem>[] = [
    monoColumn('id', t('risks.itemId'), ({ id }) => id, { width: 80 }),
    textColumn('item', t('risks.item'), ({ title }) => words(title)),
    textColumn('kind', t('risks.kindName'), ({ kind }) => t(`risks.itemKind.${kind}`), { width: 110 }),
    shownColumn(
      'result',
      t('risks.result'),
      ({ result }) => t(`risks.results.${result}`),
      ({ result }) => <Chip tone={TONE[result]}>{t(`risks.results.${result}`)}</Chip>,
      { width: 110 },
    ),
    textColumn('evidence', t('risks.evidence'), ({ evidence }) => evidence),
    textColumn('measure', t('risks.measure'), ({ measure, dueOn }) => `${measure} ${dueOn ?? ''}`.trim()),
    ...(writes === 'may'
      ? [
          {
            key: 'actions',
            title: '',
            width: 90,
            render: (item: RunItem) => (
              <Button size="small" onClick={() => setJudged(item)}>
                {t('risks.judge')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Panel title={t('risks.item')} body="flush">
      <DataTable<RunItem>
        columns={columns}
        rows={run.items}
        rowKey={({ id }) => id}
        exportName="chedun-evaluation-items"
        minWidth={1000}
        empty={null}
      />
      {judged !== undefined && <JudgeDialog run={run.id} item={judged} onClose={() => setJudged(undefined)} />}
    </Panel>
  );
};

interface Fields {
  readonly result: ItemResult;
  readonly evidence?: string;
  readonly measure?: string;
  readonly dueOn?: string | null;
}

const JudgeDialog = ({
  run,
  item,
  onClose,
}: {
  readonly run: string;
  readonly item: RunItem;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const words = useWords();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const judge = useMutation({
    mutationFn: ({ result, evidence = '', measure = '', dueOn }: Fields) =>
      judgeItem(run, item.id, { result, evidence, measure, dueOn: dueOn === undefined || dueOn === '' ? null : dueOn }),
    onSuccess: (answer) => {
      client.setQueryData(['risks', 'run', run], answer);
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={`${item.id} ${words(item.title)}`}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={judge.isPending}
    >
      <Form form={form} layout="vertical" initialValues={item} onFinish={(fields) => judge.mutate(fields)}>
        <Form.Item name="result" label={t('risks.result')}>
          <Radio.Group options={ItemResult.options.map((value) => ({ value, label: t(`risks.results.${value}`) }))} />
        </Form.Item>
        <Form.Item name="evidence" label={t('risks.evidence')}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={4000} />
        </Form.Item>
        <Form.Item name="measure" label={t('risks.measure')}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
        <Form.Item name="dueOn" label={t('risks.dueOn')}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
};
