import { ReceiptKind } from '@chedun/documents/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Input, Modal, Select, Upload } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepReceipt } from '../../api/documents.ts';
import { useSay } from '../../ui/useSay.ts';

interface LineProps {
  readonly label: string;
  readonly most: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

const Line = ({ label, most, value, onChange }: LineProps) => (
  <Input
    aria-label={label}
    placeholder={label}
    maxLength={most}
    value={value}
    onChange={(event) => onChange(event.target.value)}
  />
);

type Said = Omit<Parameters<typeof keepReceipt>[2], 'fileName'>;

const useKeepReceipt = (id: string, version: number, onKept: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, said }: { readonly file: File; readonly said: Said }) =>
      keepReceipt(id, version, { ...said, fileName: file.name }, file),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['documents'] });
      say.done(t('documents.receiptKept'));
      onKept();
    },
    onError: say.problem,
  });
};

/** Keeps a receipt: what it says, and its file. */
export const ReceiptDialog = ({
  id,
  version,
  onClose,
}: {
  readonly id: string;
  readonly version: number;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ReceiptKind>('acceptance');
  const [receiver, setReceiver] = useState('');
  const [number, setNumber] = useState('');
  const [at, setAt] = useState(() => dayjs());
  const said = { kind, receiver: receiver.trim(), number, receivedAt: at.toISOString() };
  const keep = useKeepReceipt(id, version, onClose);
  const kinds = ReceiptKind.options.map((value) => ({ value, label: t(`documents.receiptKinds.${value}`) }));
  return (
    <Modal open title={t('documents.addReceipt')} footer={null} onCancel={onClose}>
      <div className="stack" style={{ marginTop: 12 }}>
        <span className="soft">{t('documents.receiptAbout')}</span>
        <Select<ReceiptKind> aria-label={t('documents.receiptKind')} options={kinds} value={kind} onChange={setKind} />
        <Line label={t('documents.receiver')} most={200} value={receiver} onChange={setReceiver} />
        <Line label={t('documents.number')} most={100} value={number} onChange={setNumber} />
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          allowClear={false}
          aria-label={t('documents.receivedAt')}
          value={at}
          onChange={(moment) => moment !== null && setAt(moment)}
        />
        <Upload
          showUploadList={false}
          beforeUpload={(file) => {
            keep.mutate({ file, said });
            return false;
          }}
        >
          <Button type="primary" disabled={receiver.trim() === ''} loading={keep.isPending}>
            {t('documents.chooseReceipt')}
          </Button>
        </Upload>
      </div>
    </Modal>
  );
};
