import { RevocationReason } from '@chedun/credentials/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { proposeRevocation } from '../../api/credentials.ts';
import { useSay } from '../../ui/useSay.ts';

interface Values {
  readonly reason: z.infer<typeof RevocationReason>;
  readonly note: string;
}

/** Asks for the revocation of one certificate. */
export const RevokeCredential = ({ certificate }: { readonly certificate: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [open, setOpen] = useState(false);
  const propose = useMutation({
    mutationFn: proposeRevocation,
    onSuccess: async () => {
      say.done(t('credentials.proposed'));
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
      setOpen(false);
    },
    onError: say.problem,
  });
  return (
    <>
      <Button size="small" danger onClick={() => setOpen(true)}>
        {t('credentials.revoke')}
      </Button>
      {open && (
        <Modal
          open
          title={t('credentials.revoke')}
          okText={t('credentials.revoke')}
          cancelText={t('common.cancel')}
          confirmLoading={propose.isPending}
          onCancel={() => setOpen(false)}
          onOk={() => form.submit()}
        >
          <Form<Values> form={form} layout="vertical" onFinish={(values) => propose.mutate({ certificate, ...values })}>
            <Form.Item name="reason" label={t('credentials.revokeReason')} rules={[{ required: true }]}>
              <Select
                options={RevocationReason.options.map((value) => ({
                  value,
                  label: t(`credentials.reasonOf.${value}`),
                }))}
              />
            </Form.Item>
            <Form.Item name="note" label={t('credentials.why')} rules={[{ required: true, min: 2 }]}>
              <Input.TextArea rows={3} maxLength={500} />
            </Form.Item>
          </Form>
        </Modal>
      )}
    </>
  );
};
