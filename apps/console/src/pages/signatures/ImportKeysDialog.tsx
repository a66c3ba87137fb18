import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { importVehicleKeys } from '../../api/signatures.ts';
import { readKeyLines } from '../../lib/keyLines.ts';
import { useSay } from '../../ui/useSay.ts';

const MOST = 1000;
const EXAMPLE = 'LSVAA49J132047371,SM2,04…,CHIP0001';

/** Takes a pasted list of public keys. */
export const ImportKeysDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const { keys, bad } = useMemo(() => readKeyLines(text), [text]);
  const bring = useMutation({
    mutationFn: importVehicleKeys,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['signatures'] }),
    onError: say.problem,
  });
  const done = bring.data;
  return (
    <Modal
      open
      width={720}
      title={t('signatures.import')}
      okText={done ? t('common.close') : t('signatures.importCount', { count: keys.length })}
      cancelText={t('common.cancel')}
      cancelButtonProps={done ? { style: { display: 'none' } } : {}}
      okButtonProps={{ disabled: !done && (keys.length === 0 || keys.length > MOST) }}
      confirmLoading={bring.isPending}
      onCancel={onClose}
      onOk={done ? onClose : () => bring.mutate({ keys })}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        {done ? (
          <>
            <Alert type="success" showIcon title={t('signatures.imported', { count: done.imported })} />
            {done.refused.length > 0 && (
              <Alert
                type="warning"
                showIcon
                title={t('signatures.refused', { count: done.refused.length })}
                description={done.refused.map(({ row, vin }) => `${row}: ${vin}`).join('\n')}
                style={{ whiteSpace: 'pre-line' }}
              />
            )}
          </>
        ) : (
          <>
            <span>{t('signatures.importAbout')}</span>
            <Input.TextArea
              className="mono"
              autoFocus
              rows={12}
              value={text}
              placeholder={EXAMPLE}
              onChange={({ target }) => setText(target.value)}
            />
            {bad.length > 0 && (
              <Alert type="warning" showIcon title={t('signatures.badLines', { lines: bad.slice(0, 20).join(', ') })} />
            )}
            {keys.length > MOST && <Alert type="warning" showIcon title={t('signatures.tooMany', { most: MOST })} />}
          </>
        )}
      </div>
    </Modal>
  );
};
