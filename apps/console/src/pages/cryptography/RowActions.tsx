import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSay } from '../../ui/useSay.ts';

/** Change and remove, at the end of a row. */
export const RowActions = ({
  onEdit,
  remove,
}: {
  readonly onEdit: () => void;
  readonly remove: () => Promise<unknown>;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['cryptography'] }),
    onError: say.problem,
  });
  return (
    <span className="row nowrap">
      <Button size="small" type="link" onClick={onEdit}>
        {t('common.edit')}
      </Button>
      <Popconfirm title={t('cryptography.askRemove')} onConfirm={() => removing.mutate()}>
        <Button size="small" type="link" danger loading={removing.isPending}>
          {t('common.remove')}
        </Button>
      </Popconfirm>
    </span>
  );
};
