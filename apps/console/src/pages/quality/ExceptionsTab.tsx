import { qualityPermissions, type ExceptionReview } from '@chedun/quality/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { qualityExceptions, reviewException } from '../../api/quality.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { RuleLink, ruleTitle } from './RuleLink.tsx';

const ruleOf = (row: ExceptionReview) => ({ id: row.ruleId, title: row.ruleTitle, titleZh: row.ruleTitleZh });

const useColumns = (onReview: ((row: ExceptionReview) => void) | undefined): readonly Column<ExceptionReview>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(
    () => [
      textColumn('title', t('quality.exception'), ({ title }) => title, { clip: 'clip' }),
      shownColumn(
        'rule',
        t('quality.rule'),
        (row) => ruleTitle(ruleOf(row), language),
        (row) => <RuleLink rule={ruleOf(row)} />,
        { clip: 'clip' },
      ),
      textColumn('by', t('quality.createdBy'), ({ createdBy }) => createdBy, { width: 110 }),
      shownColumn(
        'at',
        t('quality.createdAt'),
        ({ createdAt }) => createdAt,
        ({ createdAt }) => <TimeText at={createdAt} />,
        { width: 168 },
      ),
      shownColumn(
        'due',
        t('quality.dueAt'),
        ({ dueAt }) => dueAt,
        ({ dueAt, overdue }) => (
          <span className="row nowrap">
            <TimeText at={dueAt} />
            {overdue && <Chip tone="critical">{t('quality.overdue')}</Chip>}
          </span>
        ),
        { width: 260 },
      ),
      textColumn(
        'reviewed',
        t('quality.reviewed'),
        ({ reviewedBy, note }) => (reviewedBy === null ? '—' : `${reviewedBy} · ${note ?? ''}`),
        { clip: 'clip', width: 190 },
      ),
      ...(onReview === undefined
        ? []
        : [
            shownColumn<ExceptionReview>(
              'review',
              '',
              () => '',
              (row) => (
                <Button size="small" onClick={() => onReview(row)}>
                  {t('quality.review')}
                </Button>
              ),
              { width: 80 },
            ),
          ]),
    ],
    [t, language, onReview],
  );
};

/** Exceptions with their review dates. */
export const ExceptionsTab = () => {
  const { t } = useTranslation();
  const manages = useMay()(qualityPermissions.manage);
  const [reviewing, setReviewing] = useState<ExceptionReview>();
  const exceptions = useQuery({
    queryKey: ['quality', 'exceptions'],
    queryFn: ({ signal }) => qualityExceptions(signal),
  });
  return (
    <Panel body="flush">
      <DataTable<ExceptionReview>
        rows={exceptions.data?.items}
        error={exceptions.error}
        onRetry={() => void exceptions.refetch()}
        columns={useColumns(manages ? setReviewing : undefined)}
        rowKey={({ id }) => id}
        sorting="browser"
        exportName="chedun-exceptions"
        minWidth={1100}
        empty={<EmptyState title={t('quality.exceptionsEmpty')} hint={t('quality.exceptionsEmptyHint')} />}
      />
      {reviewing !== undefined && <ReviewDialog exception={reviewing} onClose={() => setReviewing(undefined)} />}
    </Panel>
  );
};

const ReviewDialog = ({
  exception,
  onClose,
}: {
  readonly exception: ExceptionReview;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<{ note: string; days: string }>();
  const review = useMutation({
    mutationFn: ({ note, days }: { readonly note: string; readonly days: string }) =>
      reviewException(exception.id, { note, days: Number(days) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['quality'] });
      say.done(t('quality.reviewDone'));
      onClose();
    },
    onError: say.problem,
  });
  const required = [{ required: true, message: t('common.required') }];
  return (
    <Modal
      open
      title={`${t('quality.review')} · ${exception.title}`}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={review.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ days: '90' }}
        onFinish={(written) => review.mutate(written)}
        style={{ marginTop: 12 }}
      >
        <Form.Item name="note" label={t('quality.reviewNote')} rules={required}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Form.Item name="days" label={t('quality.reviewDays')} rules={required}>
          <Input type="number" min={1} max={730} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
