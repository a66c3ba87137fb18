import { warningPermissions, type NewWarning } from '@chedun/warnings/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { evaluateNow, issueWarning } from '../../api/warnings.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';
import { LEVELS } from './levels.tsx';
import { linesOf } from './lines.ts';

type New = z.input<typeof NewWarning>;
const KINDS = ['fleet', 'vehicle', 'account', 'host', 'service', 'platform', 'source'] as const;

/** Evaluate at once, or issue a warning by hand. */
export const WarningActions = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [writing, setWriting] = useState(false);
  const evaluate = useMutation({
    mutationFn: evaluateNow,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      say.done(t('warnings.evaluated'));
    },
    onError: say.problem,
  });
  if (!useMay()(warningPermissions.issue)) return null;
  return (
    <>
      <Button loading={evaluate.isPending} onClick={() => evaluate.mutate()}>
        {t('warnings.evaluate')}
      </Button>
      <Button type="primary" onClick={() => setWriting(true)}>
        {t('warnings.issue')}
      </Button>
      {writing && <IssueDialog onClose={() => setWriting(false)} />}
    </>
  );
};

interface Written {
  readonly level: New['level'];
  readonly kind: (typeof KINDS)[number];
  readonly id?: string;
  readonly title: string;
  readonly impact?: string;
  readonly measures?: string;
}

const IssueFields = ({ kind }: { readonly kind: Written['kind'] }) => {
  const { t } = useTranslation();
  const required = [{ required: true, message: t('common.required') }];
  return (
    <>
      <Form.Item name="level" label={t('warnings.levelName')}>
        <Select options={LEVELS.map((level) => ({ value: level, label: t(`warnings.level.${level}`) }))} />
      </Form.Item>
      <Form.Item name="kind" label={t('warnings.scopeName')}>
        <Select options={KINDS.map((each) => ({ value: each, label: t(`warnings.scope.${each}`) }))} />
      </Form.Item>
      {kind !== 'fleet' && (
        <Form.Item name="id" rules={required}>
          <Input maxLength={200} placeholder={t(`warnings.scope.${kind}`)} />
        </Form.Item>
      )}
      <Form.Item name="title" label={t('warnings.title')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="impact" label={t('warnings.impact')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
      <Form.Item name="measures" label={t('warnings.measures')} extra={t('warnings.measuresHint')}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
    </>
  );
};

const IssueDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Written>();
  const kind = Form.useWatch('kind', form) ?? 'fleet';
  const issue = useMutation({
    mutationFn: (written: Written) =>
      issueWarning({
        level: written.level,
        scope: { kind: written.kind, id: written.kind === 'fleet' ? 'all' : (written.id ?? '') },
        title: written.title,
        impact: written.impact ?? '',
        measures: linesOf(written.measures),
      }),
    onSuccess: ({ id, number }) => {
      void client.invalidateQueries({ queryKey: ['warnings'] });
      say.done(t('warnings.issued', { number }));
      void navigate({ to: '/warnings/$id', params: { id } });
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('warnings.issue')}
      okText={t('warnings.issue')}
      cancelText={t('common.cancel')}
      confirmLoading={issue.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ level: 'yellow', kind: 'fleet' }}
        onFinish={(written) => issue.mutate(written)}
        style={{ marginTop: 12 }}
      >
        <IssueFields kind={kind} />
      </Form>
    </Modal>
  );
};
