import type { ImprovementItem, ItemOrder, Review } from '@chedun/drills/contract';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reviewWork } from '../../api/drills.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useReviewWork } from './useReviewWork.ts';

const TONE: Readonly<Record<ImprovementItem['state'], string>> = {
  open: 'medium',
  mended: 'good',
  overdue: 'critical',
};

/** What has to be improved: each is a finding with an owner and a date, and shows whether it is mended. */
export const ItemPanel = ({ review, writes }: { readonly review: Review; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [mended, setMended] = useState<ImprovementItem>();
  const columns: Column<ImprovementItem>[] = [
    textColumn('title', t('drills.itemTitle'), ({ title }) => title),
    textColumn('owner', t('drills.owner'), ({ owner }) => owner, { width: 120 }),
    textColumn('due', t('drills.due'), ({ due }) => due, { width: 120 }),
    shownColumn(
      'state',
      t('drills.state'),
      ({ state }) => t(`drills.itemStates.${state}`),
      ({ state }) => <Chip tone={TONE[state]}>{t(`drills.itemStates.${state}`)}</Chip>,
      { width: 100 },
    ),
    {
      key: 'finding',
      title: '',
      width: 160,
      render: (item) => (
        <span className="row nowrap">
          {item.finding !== null && (
            <Link to="/findings/$id" params={{ id: item.finding }}>
              {t('drills.finding')}
            </Link>
          )}
          {item.state !== 'mended' && (
            <Button size="small" onClick={() => setMended(item)}>
              {t('drills.mend')}
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <Panel
      title={t('drills.items')}
      body="flush"
      extra={
        writes && (
          <Button size="small" onClick={() => setAdding(true)}>
            {t('drills.addItem')}
          </Button>
        )
      }
    >
      <DataTable
        columns={columns}
        rows={review.items}
        rowKey={({ id }) => id}
        exportName={`improvements-${review.number}`}
        empty={<EmptyState size="small" title={t('drills.itemsEmpty')} hint={t('drills.itemsEmptyHint')} />}
      />
      {adding && <AddDialog review={review} onClose={() => setAdding(false)} />}
      {mended && <MendDialog review={review} item={mended} onClose={() => setMended(undefined)} />}
    </Panel>
  );
};

const AddDialog = ({ review, onClose }: { readonly review: Review; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<ItemOrder>();
  const add = useReviewWork((item: ItemOrder) => reviewWork.addItem(review.id, item), onClose);
  const rules = [{ required: true, message: t('common.required') }];
  return (
    <Modal
      open
      title={t('drills.addItem')}
      okText={t('common.save')}
      confirmLoading={add.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form<ItemOrder> form={form} layout="vertical" onFinish={(item) => add.mutate(item)}>
        <Form.Item name="title" label={t('drills.itemTitle')} rules={rules}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="owner" label={t('drills.owner')} rules={rules}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="due" label={t('drills.due')} rules={rules}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
};

const MendDialog = ({
  review,
  item,
  onClose,
}: {
  readonly review: Review;
  readonly item: ImprovementItem;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ comment: string }>();
  const mend = useReviewWork(
    ({ comment }: { comment: string }) => reviewWork.mend(review.id, item.id, comment),
    onClose,
  );
  return (
    <Modal
      open
      title={`${t('drills.mend')} · ${item.title}`}
      okText={t('common.save')}
      confirmLoading={mend.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" onFinish={(written) => mend.mutate(written)}>
        <Form.Item
          name="comment"
          label={t('drills.mendComment')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
