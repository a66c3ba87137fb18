import { dayOf } from '@chedun/kernel';
import { Post } from '@chedun/organisation/contract';
import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { appoint } from '../../api/organisation.ts';
import { useNow } from '../../ui/useNow.ts';
import { useKept } from '../../ui/useKept.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';

interface Fields {
  readonly post: Post;
  readonly isDeputy: boolean;
  readonly person: string;
  readonly phone: string;
  readonly email?: string;
  readonly validFrom: string;
  readonly validTo?: string;
}

/** Appoints a person. */
export const AppointmentDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const [file, setFile] = useState<File>();
  const today = dayOf(useNow(60_000));
  const save = useKept(appoint, ['organisation'], onClose);
  const finish = ({ email, validTo, ...fields }: Fields) =>
    save.mutate({
      appointment: { ...fields, email: email ?? '', validTo: validTo === undefined || validTo === '' ? null : validTo },
      file,
    });
  return (
    <Modal
      open
      title={t('organisation.appoint')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form form={form} layout="vertical" initialValues={{ isDeputy: false, validFrom: today }} onFinish={finish}>
        <AppointmentFields onFile={setFile} />
      </Form>
    </Modal>
  );
};

const AppointmentFields = ({ onFile }: { readonly onFile: (file: File | undefined) => void }) => {
  const { t } = useTranslation();
  const required = [{ required: true }];
  const posts = Post.options.map((value) => ({ value, label: t(`organisation.post.${value}`) }));
  return (
    <>
      <Form.Item name="post" label={t('organisation.postName')} rules={required}>
        <Select options={posts} />
      </Form.Item>
      <Form.Item name="isDeputy" valuePropName="checked">
        <Checkbox>{t('organisation.deputy')}</Checkbox>
      </Form.Item>
      <Form.Item name="person" label={t('organisation.person')} rules={required}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="phone"
        label={t('organisation.phone')}
        rules={[{ required: true, pattern: /^\+?[0-9][0-9 -]{5,24}$/ }]}
      >
        <Input maxLength={25} />
      </Form.Item>
      <Form.Item name="email" label={t('organisation.email')}>
        <Input maxLength={200} />
      </Form.Item>
      <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 12 }}>
        <Form.Item name="validFrom" label={t('organisation.validFrom')} rules={required}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="validTo" label={t('organisation.validTo')}>
          <Input type="date" />
        </Form.Item>
      </div>
      <Form.Item label={t('organisation.document')}>
        <ChosenFile onFile={onFile} />
      </Form.Item>
    </>
  );
};
