import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { uploadSubmission } from '../../api/supervision.ts';
import { useSay } from '../../ui/useSay.ts';

/** Brings a package that came on a medium. */
export const UploadPackage = () => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const bring = useMutation({
    mutationFn: uploadSubmission,
    onSuccess: ({ status }) =>
      say.done(t(status === 'waiting' ? 'supervision.uploadedWaiting' : 'supervision.uploaded')),
    onError: say.problem,
    onSettled: () => client.invalidateQueries({ queryKey: ['supervision'] }),
  });
  return (
    <Upload
      accept=".cdf"
      showUploadList={false}
      beforeUpload={(file) => {
        bring.mutate(file);
        return false;
      }}
    >
      <Button icon={<UploadOutlined />} loading={bring.isPending}>
        {t('supervision.upload')}
      </Button>
    </Upload>
  );
};
