import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeFindings } from '../../api/governance.ts';
import type { Change } from '../../api/governance.ts';
import { useMe } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';
import { StatusDialog } from './StatusDialog.tsx';

/** What can be done with the selected findings. */
export const BulkBar = ({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const me = useMe();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const apply = useMutation({
    mutationFn: (change: Change) => changeFindings({ ids: [...ids], change }),
    onSuccess: () => {
      say.done(t('findings.changed', { count: ids.length }));
      setAsking(false);
      onDone();
      void client.invalidateQueries({ queryKey: ['findings'] });
      void client.invalidateQueries({ queryKey: ['finding-stats'] });
    },
    onError: say.problem,
  });
  return (
    <div className="toolbar" style={{ background: 'var(--primary-soft)' }}>
      <strong>{t('table.selected', { count: ids.length })}</strong>
      <Button onClick={() => setAsking(true)}>{t('findings.setStatus')}</Button>
      <Button
        disabled={me === undefined}
        loading={apply.isPending}
        onClick={() => me !== undefined && apply.mutate({ owner: { id: me.id, name: me.displayName } })}
      >
        {t('findings.assignMe')}
      </Button>
      <Button onClick={() => apply.mutate({ owner: null })}>{t('findings.release')}</Button>
      <Button type="text" onClick={onDone}>
        {t('common.cancel')}
      </Button>
      <StatusDialog
        open={asking}
        pending={apply.isPending}
        onCancel={() => setAsking(false)}
        onSubmit={(change) => apply.mutate(change)}
      />
    </div>
  );
};
