import { dayOf } from '@chedun/kernel';
import type { Agreement, SupplierDossier } from '@chedun/suppliers/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Modal, Popconfirm } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addAgreement, endAgreement, supplierDocumentUrl } from '../../api/suppliers.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useSay } from '../../ui/useSay.ts';

const TONE = { 'in-force': 'good', later: 'low', over: 'info' } as const;

const yesColumn = (
  key: 'securityTerms' | 'confidentiality',
  title: string,
  words: { readonly yes: string; readonly no: string },
): Column<Agreement> =>
  shownColumn(
    key,
    title,
    (row) => (row[key] ? words.yes : words.no),
    (row) => <Chip tone={row[key] ? 'good' : 'high'}>{row[key] ? words.yes : words.no}</Chip>,
    { width: 110 },
  );

const columnsOf = (
  t: TFunction,
  supplier: string,
  actions: (agreement: Agreement) => ReactNode,
): readonly Column<Agreement>[] => {
  const words = { yes: t('suppliers.yes'), no: t('suppliers.no') };
  const hours = (count: number | null): string =>
    count === null ? t('suppliers.notAgreed') : t('suppliers.hours', { count });
  return [
    textColumn('title', t('suppliers.agreementName'), ({ title }) => title),
    textColumn('from', t('suppliers.validFrom'), ({ validFrom }) => validFrom, { width: 110 }),
    textColumn('to', t('suppliers.validTo'), ({ validTo }) => validTo ?? t('suppliers.noEnd'), { width: 110 }),
    shownColumn(
      'state',
      t('suppliers.state'),
      ({ state }) => t(`suppliers.agreementState.${state}`),
      ({ state }) => <Chip tone={TONE[state]}>{t(`suppliers.agreementState.${state}`)}</Chip>,
      { width: 90 },
    ),
    yesColumn('securityTerms', t('suppliers.securityShort'), words),
    yesColumn('confidentiality', t('suppliers.confidentialityShort'), words),
    textColumn('incident', t('suppliers.incidentShort'), ({ incidentHours }) => hours(incidentHours), { width: 110 }),
    textColumn('flaw', t('suppliers.vulnerabilityShort'), (row) => hours(row.vulnerabilityHours), { width: 110 }),
    shownColumn(
      'document',
      t('suppliers.document'),
      ({ document }) => document?.name ?? '',
      ({ id, document }) =>
        document !== null && (
          <a href={supplierDocumentUrl(supplier, id)} title={`SM3 ${document.sm3}`}>
            {document.name}
          </a>
        ),
      { width: 140, clip: 'clip' },
    ),
    { key: 'actions', title: '', width: 100, render: actions },
  ];
};

/** Agreements with their terms, also those that are over. */
export const AgreementPanel = ({
  dossier: { supplier, agreements },
  mayWrite,
}: {
  readonly dossier: SupplierDossier;
  readonly mayWrite: boolean;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const today = dayOf(useNow(60_000));
  const [isAdding, setAdding] = useState(false);
  const end = useMutation({
    mutationFn: endAgreement,
    onSuccess: () => client.invalidateQueries({ queryKey: ['suppliers'] }),
    onError: say.problem,
  });
  const actions = ({ id, state, validTo }: Agreement) =>
    mayWrite &&
    state === 'in-force' &&
    validTo !== today && (
      <Popconfirm
        title={t('suppliers.endAgreementAsk')}
        onConfirm={() => end.mutate({ id: supplier.id, part: id, validTo: today })}
      >
        <Button size="small">{t('suppliers.endAgreement')}</Button>
      </Popconfirm>
    );
  const add = mayWrite && <Button onClick={() => setAdding(true)}>{t('suppliers.addAgreement')}</Button>;
  return (
    <Panel title={t('suppliers.agreements')} extra={add} body="flush">
      <DataTable
        columns={columnsOf(t, supplier.id, actions)}
        rows={agreements}
        rowKey={({ id }) => id}
        exportName="agreements"
        minWidth={1150}
        empty={
          <EmptyState size="small" title={t('suppliers.agreementsEmpty')} hint={t('suppliers.agreementsEmptyHint')} />
        }
      />
      {isAdding && <AgreementDialog id={supplier.id} onClose={() => setAdding(false)} />}
    </Panel>
  );
};

interface Fields {
  readonly title: string;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly securityTerms: boolean;
  readonly confidentiality: boolean;
  readonly incidentHours?: number | null;
  readonly vulnerabilityHours?: number | null;
}

const AgreementDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const today = dayOf(useNow(60_000));
  const save = useMutation({
    mutationFn: addAgreement,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['suppliers'] });
      onClose();
    },
    onError: say.problem,
  });
  const finish = ({ validTo, incidentHours, vulnerabilityHours, ...fields }: Fields) =>
    save.mutate({
      id,
      file,
      agreement: {
        ...fields,
        validTo: validTo === undefined || validTo === '' ? null : validTo,
        incidentHours: incidentHours ?? null,
        vulnerabilityHours: vulnerabilityHours ?? null,
      },
    });
  return (
    <Modal
      open
      title={t('suppliers.addAgreement')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ validFrom: today, securityTerms: false, confidentiality: false }}
        onFinish={finish}
      >
        <AgreementFields onFile={setFile} />
      </Form>
    </Modal>
  );
};

const AgreementFields = ({ onFile }: { readonly onFile: (file: File | undefined) => void }) => {
  const { t } = useTranslation();
  const two = { gridTemplateColumns: '1fr 1fr', gap: '0 14px' };
  return (
    <>
      <Form.Item
        name="title"
        label={t('suppliers.agreementName')}
        rules={[{ required: true, whitespace: true, message: t('common.required') }]}
      >
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <div className="grid" style={two}>
        <Form.Item
          name="validFrom"
          label={t('suppliers.validFrom')}
          rules={[{ required: true, message: t('common.required') }]}
        >
          <Input type="date" />
        </Form.Item>
        <Form.Item name="validTo" label={t('suppliers.validTo')} extra={t('suppliers.validToHint')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="securityTerms" valuePropName="checked">
          <Checkbox>{t('suppliers.securityTerms')}</Checkbox>
        </Form.Item>
        <Form.Item name="confidentiality" valuePropName="checked">
          <Checkbox>{t('suppliers.confidentiality')}</Checkbox>
        </Form.Item>
        <Form.Item name="incidentHours" label={t('suppliers.incidentHours')}>
          <InputNumber min={1} max={8760} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="vulnerabilityHours" label={t('suppliers.vulnerabilityHours')}>
          <InputNumber min={1} max={8760} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item label={t('suppliers.document')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
    </>
  );
};
