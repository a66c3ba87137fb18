import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { startBatch } from '../../api/certificates.ts';
import { useSay } from '../../ui/useSay.ts';
import { Choose } from './Choose.tsx';
import { Field } from './Field.tsx';
import { useChoices } from './useChoices.ts';

interface Order {
  readonly name: string;
  readonly profile: string;
  readonly authority: string;
}

/** Uploads, and how far it is in percent. */
const useStart = (query: Order, onDone: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [share, setShare] = useState<number>();
  const start = useMutation({
    mutationFn: (body: Blob) =>
      startBatch({
        query: { ...query },
        body,
        onProgress: (done) => setShare(Math.round(done * 100)),
        signal: new AbortController().signal,
      }),
    onSuccess: async () => {
      say.done(t('certificates.batchStarted'));
      await client.invalidateQueries({ queryKey: ['certificates'] });
      onDone();
    },
    onError: say.problem,
  });
  return { start, share };
};

/** Uploads the requests of a batch. */
export const BatchDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [order, setOrder] = useState({ name: '', profile: 'vehicle', authority: '' });
  const [file, setFile] = useState<File>();
  const { profiles, issuing } = useChoices();
  const authority = order.authority === '' ? (issuing[0]?.name ?? '') : order.authority;
  const able = profiles.filter(({ approval, binding }) => approval === 'none' && binding !== 'device-vin');
  const { start, share } = useStart({ ...order, authority }, onClose);
  return (
    <Modal
      open
      width={640}
      title={t('certificates.batch')}
      okText={t('certificates.batchStart')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: file === undefined || order.name.trim() === '' || authority === '' }}
      confirmLoading={start.isPending}
      onCancel={onClose}
      onOk={() => file !== undefined && start.mutate(file)}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('certificates.batchAbout')}</span>
        <Field label={t('certificates.batchName')}>
          <Input
            autoFocus
            maxLength={100}
            value={order.name}
            onChange={({ target }) => setOrder({ ...order, name: target.value })}
          />
        </Field>
        <Choose
          profiles={able}
          issuing={issuing}
          chosen={{ ...order, authority }}
          onChange={(chosen) => setOrder({ ...order, ...chosen })}
        />
        <Field label={t('certificates.batchFile')}>
          <input
            type="file"
            accept=".csv,.zip,text/csv,application/zip"
            onChange={({ target }) => setFile(target.files?.[0])}
          />
        </Field>
        {share !== undefined && <Progress percent={share} size="small" />}
      </div>
    </Modal>
  );
};
