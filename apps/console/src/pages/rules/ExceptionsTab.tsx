import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import type { RuleDetail } from '@chedun/detection/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addException, removeException } from '../../api/detection.ts';
import { CodeEditor } from '../../ui/CodeEditor.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';

interface ExceptionsTabProps {
  readonly rule: RuleDetail;
  readonly writes: boolean;
}

/** Conditions under which a rule stays silent. */
export const ExceptionsTab = ({ rule, writes }: ExceptionsTabProps) => {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const add = writes && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('rules.exceptionAdd')}
    </Button>
  );
  return (
    <>
      {rule.exceptionList.length === 0 ? (
        <Panel>
          <EmptyState title={t('rules.exceptionEmpty')} hint={t('rules.exceptionEmptyHint')} action={add} />
        </Panel>
      ) : (
        <div className="stack">
          <div>{add}</div>
          {rule.exceptionList.map((exception) => (
            <ExceptionCard key={exception.id} rule={rule} exception={exception} writes={writes} />
          ))}
        </div>
      )}
      {adding && <AddDialog rule={rule} onClose={() => setAdding(false)} />}
    </>
  );
};

const ExceptionCard = ({
  rule,
  exception,
  writes,
}: ExceptionsTabProps & { readonly exception: RuleDetail['exceptionList'][number] }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeException(rule.id, exception.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['rule', rule.id] }),
    onError: say.problem,
  });
  return (
    <Panel
      title={exception.title}
      hint={
        <>
          {t('rules.exceptionBy', { name: exception.createdBy })} · <AgoText at={exception.createdAt} />
        </>
      }
      extra={
        writes && (
          <Popconfirm title={t('rules.exceptionRemove', { title: exception.title })} onConfirm={() => remove.mutate()}>
            <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('common.remove')} />
          </Popconfirm>
        )
      }
    >
      <pre className="raw">{exception.yaml}</pre>
    </Panel>
  );
};

const AddDialog = ({ rule, onClose }: { readonly rule: RuleDetail; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<{ title: string }>();
  const [yaml, setYaml] = useState('user: svc_backup\n');
  const add = useMutation({
    mutationFn: (title: string) => addException(rule.id, { title, yaml }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['rule', rule.id] });
      say.done(t('common.saved'));
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('rules.exceptionAdd')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={add.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Form form={form} layout="vertical" onFinish={({ title }) => add.mutate(title)} style={{ marginTop: 12 }}>
        <Form.Item
          name="title"
          label={t('rules.exceptionTitle')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input autoFocus maxLength={200} />
        </Form.Item>
        <Form.Item label={t('rules.exceptionYaml')}>
          <div className="panel" style={{ overflow: 'hidden' }}>
            <CodeEditor value={yaml} onChange={setYaml} height="140px" label={t('rules.exceptionYaml')} />
          </div>
        </Form.Item>
      </Form>
    </Modal>
  );
};
