import { supervisionPermissions, type FilingLine } from '@chedun/supervision/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { remindFirm } from '../../api/supervision.ts';
import { useMay } from '../../app/session.ts';
import type { Column } from '../../ui/columns.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useSay } from '../../ui/useSay.ts';
import { FilingTable } from './FilingTable.tsx';
import { useFilingColumns } from './parts.tsx';

/** Supplements that enterprises owe, with one click to remind them. */
export const SupplementTab = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const may = useMay()(supervisionPermissions.review);
  const { acceptance, firm, title, kind, rounds, due } = useFilingColumns();
  const remind = useMutation({
    mutationFn: remindFirm,
    onSuccess: async () => {
      say.done(t('supervision.reminded'));
      await client.invalidateQueries({ queryKey: ['supervision'] });
    },
    onError: say.problem,
  });
  const actions: Column<FilingLine> = {
    key: 'actions',
    title: '',
    width: 90,
    render: ({ id, dueOn }) =>
      may && (
        <Button
          size="small"
          onClick={(event) => {
            event.stopPropagation();
            remind.mutate({ id, text: t('supervision.remindDefault', { day: dueOn ?? '' }) });
          }}
        >
          {t('supervision.remind')}
        </Button>
      ),
  };
  return (
    <FilingTable
      title={t('supervision.tabs.supplement')}
      state="supplement"
      columns={[acceptance, firm, title, kind, rounds, due, actions]}
      exportName="chedun-supplements"
      empty={<EmptyState title={t('supervision.supplementEmpty')} hint={t('supervision.supplementEmptyHint')} />}
    />
  );
};
