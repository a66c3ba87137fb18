import type { Designation } from '@chedun/critical-infrastructure/contract';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveDesignation } from '../../api/criticalInfrastructure.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { useKept } from '../../ui/useKept.ts';

type Fields = Parameters<typeof saveDesignation>[0]['designation'];
const PHONE = /^\+?[0-9][0-9 -]{2,24}$/;
const TEXTS = ['department', 'departmentContact', 'departmentPhone', 'policeContact', 'policePhone'] as const;

/** Registers the notice of designation. */
export const DesignationDialog = ({
  known,
  onClose,
}: {
  readonly known: Designation | null;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const save = useKept(saveDesignation, ['critical-infrastructure'], onClose);
  return (
    <Modal
      open
      title={t('criticalInfrastructure.register')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      okButtonProps={{ disabled: file === undefined }}
      confirmLoading={save.isPending}
    >
      <Form
        form={form}
        layout="vertical"
        {...(known === null ? {} : { initialValues: known })}
        onFinish={(designation) => {
          if (file !== undefined) save.mutate({ designation, file });
        }}
      >
        <DesignationFields onFile={setFile} />
      </Form>
    </Modal>
  );
};

const DesignationFields = ({ onFile }: { readonly onFile: (file: File | undefined) => void }) => {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="infrastructure"
        label={t('criticalInfrastructure.infrastructure')}
        extra={t('criticalInfrastructure.infrastructureHint')}
        rules={[{ required: true }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="designatedOn" label={t('criticalInfrastructure.designatedOn')} rules={[{ required: true }]}>
        <Input type="date" />
      </Form.Item>
      {TEXTS.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`criticalInfrastructure.${name}`)}
          rules={[{ required: true, ...(name.endsWith('Phone') ? { pattern: PHONE } : {}) }]}
        >
          <Input maxLength={name.endsWith('Phone') ? 25 : 200} />
        </Form.Item>
      ))}
      <Form.Item required label={t('criticalInfrastructure.document')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
    </>
  );
};
