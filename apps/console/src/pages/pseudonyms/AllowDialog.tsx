import { Vin } from '@chedun/pseudonyms/contract';
import type { SuiteName } from '@chedun/pseudonyms/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Input, Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { allowVehicles } from '../../api/pseudonyms.ts';
import { useSay } from '../../ui/useSay.ts';

const MOST = 10_000;
const SHOWN = 20;

const readVins = (text: string): { readonly vins: readonly string[]; readonly bad: readonly number[] } => {
  const vins: string[] = [];
  const bad: number[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const vin = Vin.safeParse(line);
    if (vin.success) vins.push(vin.data);
    else bad.push(at + 1);
  }
  return { vins, bad };
};

/** Takes a pasted list of VINs. */
export const AllowDialog = ({ suite, onClose }: { readonly suite: SuiteName; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const { vins, bad } = useMemo(() => readVins(text), [text]);
  const allow = useMutation({
    mutationFn: allowVehicles,
    onSuccess: async ({ allowed }) => {
      say.done(t('pseudonyms.allowed', { count: allowed }));
      await client.invalidateQueries({ queryKey: ['pseudonyms'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('pseudonyms.allow')}
      okText={t('pseudonyms.allowCount', { count: vins.length })}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: vins.length === 0 || vins.length > MOST }}
      confirmLoading={allow.isPending}
      onCancel={onClose}
      onOk={() => allow.mutate({ suite, vins: [...vins] })}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('pseudonyms.allowAbout')}</span>
        <Input.TextArea
          className="mono"
          autoFocus
          rows={10}
          value={text}
          placeholder="LSVAA49J132047371"
          onChange={({ target }) => setText(target.value)}
        />
        {bad.length > 0 && (
          <Alert type="warning" showIcon title={t('pseudonyms.badVins', { lines: bad.slice(0, SHOWN).join(', ') })} />
        )}
      </div>
    </Modal>
  );
};
