import { supervisionPermissions, type Submission } from '@chedun/supervision/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listSubmissions, refuseSubmission } from '../../api/supervision.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { formatBytes } from '../../lib/format.ts';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { AdmitDialog } from './AdmitDialog.tsx';
import { reasonIn } from './reason.ts';

const useColumns = () => {
  const { t } = useTranslation();
  const words = useWords();
  const received: Column<Submission> = shownColumn(
    'at',
    t('supervision.received'),
    ({ receivedAt }) => receivedAt,
    ({ receivedAt }) => <TimeText at={receivedAt} />,
    { width: 160 },
  );
  const title: Column<Submission> = textColumn('title', t('supervision.title'), (each) => words(each.title) || '—');
  const account: Column<Submission> = textColumn('account', t('supervision.account'), (each) => each.account || '—', {
    width: 120,
  });
  const via: Column<Submission> = textColumn(
    'via',
    t('supervision.via'),
    (each) => t(`supervision.viaOf.${each.via}`),
    {
      width: 100,
    },
  );
  return { received, title, account, via };
};

/** Packages whose certificate or account nobody confirmed yet. */
export const WaitingPanel = ({ items }: { readonly items: readonly Submission[] }) => {
  const { t } = useTranslation();
  const may = useMay()(supervisionPermissions.enterprises);
  const { received, title, account, via } = useColumns();
  const [admitting, setAdmitting] = useState<Submission>();
  const [refusing, setRefusing] = useState<Submission>();
  const columns: Column<Submission>[] = [
    textColumn('issuer', t('supervision.issuer'), ({ issuer }) => issuer),
    title,
    shownColumn(
      'signer',
      t('supervision.signer'),
      ({ signer }) => signer.sm3,
      ({ signer }) => (
        <span className="mono" title={signer.subject}>
          {signer.sm3.slice(0, 16)}…
        </span>
      ),
      { width: 170 },
    ),
    account,
    via,
    received,
    {
      key: 'actions',
      title: '',
      width: 190,
      render: (each) =>
        may && (
          <span className="row nowrap" style={{ gap: 6 }}>
            <Button size="small" type="primary" onClick={() => setAdmitting(each)}>
              {t('supervision.admit')}
            </Button>
            <Button size="small" onClick={() => setRefusing(each)}>
              {t('supervision.refuse')}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <Panel title={t('supervision.waiting')} hint={t('supervision.waitingHint')} body="flush">
      <DataTable columns={columns} rows={items} rowKey={({ id }) => id} minWidth={1000} empty={null} />
      {admitting && <AdmitDialog submission={admitting} onClose={() => setAdmitting(undefined)} />}
      {refusing && <RefuseDialog submission={refusing} onClose={() => setRefusing(undefined)} />}
    </Panel>
  );
};

const RefuseDialog = ({ submission, onClose }: { readonly submission: Submission; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<{ readonly reason: string }>();
  const refuse = useMutation({
    mutationFn: refuseSubmission,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['supervision'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('supervision.refuse')}
      okText={t('supervision.refuse')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={refuse.isPending}
    >
      <Form form={form} layout="vertical" onFinish={({ reason }) => refuse.mutate({ id: submission.id, reason })}>
        <Form.Item name="reason" label={t('supervision.refuseReason')} rules={[{ required: true, min: 2 }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
};

/** What was refused, and why. */
export const RefusedPanel = () => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { received, title, account, via } = useColumns();
  const found = useQuery({
    queryKey: ['supervision', 'submissions', 'refused'],
    queryFn: ({ signal }) => listSubmissions('refused', signal),
  });
  const columns: Column<Submission>[] = [
    received,
    textColumn('reason', t('supervision.reason'), ({ reason }) => reasonIn(reason, language)),
    title,
    account,
    via,
    textColumn('bytes', t('supervision.bytes'), ({ bytes }) => formatBytes(bytes), { width: 100 }),
  ];
  return (
    <Panel title={t('supervision.refused')} body="flush">
      <DataTable
        columns={columns}
        rows={found.data?.items}
        error={found.error}
        onRetry={() => void found.refetch()}
        rowKey={({ id }) => id}
        exportName="chedun-refused"
        empty={
          <EmptyState size="small" title={t('supervision.refusedEmpty')} hint={t('supervision.refusedEmptyHint')} />
        }
      />
    </Panel>
  );
};
