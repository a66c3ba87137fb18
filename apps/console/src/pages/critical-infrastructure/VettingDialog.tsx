import { KeyRole, VettingResult } from '@chedun/critical-infrastructure/contract';
import { dayOf } from '@chedun/kernel';
import { Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordVetting } from '../../api/criticalInfrastructure.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useKept } from '../../ui/useKept.ts';

type Fields = Parameters<typeof recordVetting>[0]['vetting'];

/** Records a background check. */
export const VettingDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const today = dayOf(useNow(60_000));
  const save = useKept(recordVetting, ['critical-infrastructure'], onClose);
  return (
    <Modal
      open
      title={t('criticalInfrastructure.vet')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ role: 'head', result: 'passed', vettedOn: today }}
        onFinish={(vetting) => save.mutate({ vetting, file })}
      >
        <VettingFields today={today} onFile={setFile} />
      </Form>
    </Modal>
  );
};

const VettingFields = ({
  today,
  onFile,
}: {
  readonly today: string;
  readonly onFile: (file: File | undefined) => void;
}) => {
  const { t } = useTranslation();
  const required = [{ required: true }];
  const roles = KeyRole.options.map((value) => ({ value, label: t(`criticalInfrastructure.roleIs.${value}`) }));
  const results = VettingResult.options.map((value) => ({
    value,
    label: t(`criticalInfrastructure.resultIs.${value}`),
  }));
  return (
    <>
      <Form.Item name="person" label={t('criticalInfrastructure.person')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="role" label={t('criticalInfrastructure.role')} rules={required}>
        <Select options={roles} />
      </Form.Item>
      <Form.Item name="post" label={t('criticalInfrastructure.post')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="vettedOn" label={t('criticalInfrastructure.vettedOn')} rules={required}>
        <Input type="date" max={today} />
      </Form.Item>
      <Form.Item name="vettedBy" label={t('criticalInfrastructure.vettedBy')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="result" label={t('criticalInfrastructure.result')} rules={required}>
        <Select options={results} />
      </Form.Item>
      <Form.Item label={t('criticalInfrastructure.document')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
    </>
  );
};
