import { filingPermissions } from '@chedun/filing/contract';
import { kindOfTemplate } from '@chedun/review';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTemplates } from '../../api/documents.ts';
import { listUnits, openCase } from '../../api/filing.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';
import { useWords } from '../documents/useWords.ts';
import { CaseTable } from './CaseTable.tsx';

const STATES = ['all', 'open', 'done'] as const;

/** Filings of every kind. */
export const CasesTab = () => {
  const { t } = useTranslation();
  const mayWrite = useMay()(filingPermissions.write);
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const [open, setOpen] = useState(false);
  const button = mayWrite && (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('filing.newCase')}
    </Button>
  );
  return (
    <>
      <CaseTable
        state={state}
        extra={
          <>
            <Segmented
              value={state}
              onChange={setState}
              options={STATES.map((value) => ({ value, label: t(`filing.filter.${value}`) }))}
            />
            {button}
          </>
        }
      />
      {open && <NewCase onClose={() => setOpen(false)} />}
    </>
  );
};

interface Fields {
  readonly template: string;
  readonly unit?: string;
  readonly title?: string;
}

const NewCase = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const words = useWords();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [form] = Form.useForm<Fields>();
  const templates = useQuery({ queryKey: ['documents', 'templates'], queryFn: ({ signal }) => listTemplates(signal) });
  const units = useQuery({ queryKey: ['filing', 'units'], queryFn: ({ signal }) => listUnits(signal) });
  const make = useMutation({
    mutationFn: openCase,
    onSuccess: async ({ case: line }) => {
      await client.invalidateQueries({ queryKey: ['filing'] });
      await navigate({ to: '/filing/cases/$id', params: { id: line.id } });
    },
    onError: say.problem,
  });
  const forms = (templates.data?.items ?? []).filter(({ id }) => kindOfTemplate(id) !== undefined);
  return (
    <Modal
      open
      title={t('filing.newCase')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={make.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ template, unit, title }) => make.mutate({ template, unit: unit ?? null, title: title ?? '' })}
      >
        <Form.Item name="template" label={t('filing.template')} rules={[{ required: true }]}>
          <Select
            showSearch
            optionFilterProp="label"
            options={forms.map(({ id, title }) => ({ value: id, label: words(title) }))}
          />
        </Form.Item>
        <Form.Item name="unit" label={t('filing.unit')}>
          <Select allowClear options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="title" label={t('filing.caseTitle')}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
};
