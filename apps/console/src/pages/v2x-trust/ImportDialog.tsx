import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Modal, Segmented, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importTrustFile, type Importable } from '../../api/v2xTrust.ts';
import { useSay } from '../../ui/useSay.ts';

const KINDS = {
  list: ['root-ctl', 'pki-ctl'],
  anchor: ['list-authority', 'root', 'authority'],
  crl: ['crl'],
} as const satisfies Readonly<Record<string, readonly Importable[]>>;

const base64Of = async (file: Blob): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

/** Takes a file in COER. */
export const ImportDialog = ({
  what,
  onClose,
}: {
  readonly what: keyof typeof KINDS;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [kind, setKind] = useState<Importable>(KINDS[what][0]);
  const bring = useMutation({
    mutationFn: async (file: Blob) => importTrustFile({ kind, base64: await base64Of(file) }),
    onSuccess: async () => {
      say.done(kind === 'crl' ? t('roadTrust.importedCrl') : t('roadTrust.imported'));
      onClose();
      await client.invalidateQueries({ queryKey: ['v2x-trust'] });
    },
    onError: say.problem,
  });
  return (
    <Modal open width={560} title={t('roadTrust.import')} footer={null} onCancel={onClose}>
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('roadTrust.importAbout')}</span>
        {KINDS[what].length > 1 && (
          <Form layout="vertical">
            <Form.Item label={t('roadTrust.fileKind')} style={{ margin: 0 }}>
              <Segmented<Importable>
                value={kind}
                onChange={setKind}
                options={KINDS[what].map((value) => ({ value, label: t(`roadTrust.kindOf.${value}`) }))}
              />
            </Form.Item>
          </Form>
        )}
        <Upload
          showUploadList={false}
          beforeUpload={(file) => {
            bring.mutate(file);
            return false;
          }}
        >
          <Button type="primary" icon={<UploadOutlined />} loading={bring.isPending}>
            {t('roadTrust.chooseFile')}
          </Button>
        </Upload>
      </div>
    </Modal>
  );
};
