import { Alert, Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { submitCase } from '../../api/filing.ts';
import { useCaseChange } from './useCaseChange.ts';

const CHANNELS = [
  { value: 'network', title: 'channelNetwork', hint: 'channelNetworkHint' },
  { value: 'file', title: 'channelFile', hint: 'channelFileHint' },
] as const;

/** Hands a signed case in: over the network, or as a file that people carry. */
export const SubmitDialog = ({ id, onClose }: { readonly id: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [channel, setChannel] = useState<'network' | 'file'>('network');
  const [lateReason, setLateReason] = useState('');
  const submit = useCaseChange(id, () => submitCase(id, { channel, lateReason }), onClose);
  return (
    <Modal
      open
      title={t('filing.submitTitle')}
      onCancel={onClose}
      footer={
        <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate(undefined)}>
          {t('filing.do.submit')}
        </Button>
      }
    >
      <div className="stack">
        <Alert type="info" showIcon title={t('filing.noOfficial')} />
        <Radio.Group
          value={channel}
          onChange={(event) => setChannel(event.target.value as 'network' | 'file')}
          options={CHANNELS.map(({ value, title, hint }) => ({
            value,
            label: (
              <span>
                {t(`filing.${title}`)} <span className="faint">{t(`filing.${hint}`)}</span>
              </span>
            ),
          }))}
        />
        <Input
          aria-label={t('filing.lateReason')}
          placeholder={t('filing.lateHint')}
          maxLength={2000}
          value={lateReason}
          onChange={(event) => setLateReason(event.target.value)}
        />
      </div>
    </Modal>
  );
};
