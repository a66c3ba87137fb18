import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { bringOrder } from '../../api/inspectionAccess.ts';
import { useSay } from '../../ui/useSay.ts';

/** Brings the signed order and opens its page. */
export const BringButton = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const bring = useMutation({
    mutationFn: bringOrder,
    onSuccess: async ({ inspection }) => {
      say.done(t('inspectionAccess.brought', { number: inspection.number }));
      await client.invalidateQueries({ queryKey: ['inspection-access'] });
      await navigate({ to: '/inspection-access/$id', params: { id: inspection.id } });
    },
    onError: say.problem,
  });
  return (
    <Upload
      accept=".cdf"
      showUploadList={false}
      beforeUpload={(file) => {
        bring.mutate(new Blob([file], { type: 'application/octet-stream' }));
        return false;
      }}
    >
      <Button type="primary" icon={<UploadOutlined />} loading={bring.isPending}>
        {t('inspectionAccess.bring')}
      </Button>
    </Upload>
  );
};
