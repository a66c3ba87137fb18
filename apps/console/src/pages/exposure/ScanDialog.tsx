import type { ScanReport } from '@chedun/exposure/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takeScan } from '../../api/exposure.ts';
import { ChosenFile } from '../../ui/ChosenFile.tsx';
import { useSay } from '../../ui/useSay.ts';

/** Takes a scan of nmap that was made from outside of the own network. */
export const ScanDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [form] = Form.useForm<{ readonly from: string }>();
  const [file, setFile] = useState<File>();
  const take = useMutation({
    mutationFn: takeScan,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['exposure'] }),
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('exposure.scan')}
      okText={t('exposure.take')}
      okButtonProps={{ disabled: file === undefined }}
      confirmLoading={take.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={({ from }) => {
          if (file !== undefined) take.mutate({ file, from });
        }}
      >
        <p className="soft">{t('exposure.scanAbout')}</p>
        <pre className="mono">nmap -Pn -sT -p 1-65535 -oX scan.xml -iL targets.txt</pre>
        <Form.Item
          name="from"
          label={t('exposure.from')}
          extra={t('exposure.fromHint')}
          rules={[{ required: true, whitespace: true, message: t('common.required') }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item required label={t('exposure.scanFile')}>
          <ChosenFile onFile={setFile} />
        </Form.Item>
      </Form>
      {take.data !== undefined && <Taken report={take.data} />}
    </Modal>
  );
};

const Taken = ({ report }: { readonly report: ScanReport }) => {
  const { t } = useTranslation();
  const { taken, unknown, unknownCount, refused, refusedCount } = report;
  return (
    <div className="stack">
      <Alert type="success" showIcon title={t('exposure.taken', { count: taken.length })} />
      {unknownCount > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('exposure.unknownHosts', { count: unknownCount })}
          description={unknown.join(' ')}
        />
      )}
      {refusedCount > 0 && (
        <Alert
          type="warning"
          showIcon
          style={{ whiteSpace: 'pre-line' }}
          title={t('exposure.refusedHosts', { count: refusedCount })}
          description={refused
            .slice(0, 20)
            .map(({ line, field, value }) => t('exposure.refusedAt', { line, field, value }))
            .join('\n')}
        />
      )}
    </div>
  );
};
