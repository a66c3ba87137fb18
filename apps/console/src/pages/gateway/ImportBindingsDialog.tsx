import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { importBindings } from '../../api/gateway.ts';
import { useSay } from '../../ui/useSay.ts';

const SHOWN = 20;
const EXAMPLE = 'vin,platform,certificate,iccid\nLSVAA49J132047371,east-platform,,89860012345678901234';

/** Takes a table of bindings. */
export const ImportBindingsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const bring = useMutation({
    mutationFn: importBindings,
    onSuccess: async () => client.invalidateQueries({ queryKey: ['gateway'] }),
    onError: say.problem,
  });
  const done = bring.data;
  return (
    <Modal open width={640} title={t('gateway.import')} footer={null} onCancel={onClose}>
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('gateway.importAbout')}</span>
        <pre className="mono" style={{ margin: 0, whiteSpace: 'pre-wrap' }}>
          {EXAMPLE}
        </pre>
        <Upload
          accept=".csv,.xlsx,.txt"
          showUploadList={false}
          beforeUpload={(file) => {
            bring.mutate(new Blob([file], { type: 'application/octet-stream' }));
            return false;
          }}
        >
          <Button type="primary" icon={<UploadOutlined />} loading={bring.isPending}>
            {t('gateway.choose')}
          </Button>
        </Upload>
        {done && (
          <Alert
            type="success"
            showIcon
            title={t('gateway.imported', { count: done.imported, same: done.unchanged })}
          />
        )}
        {done && done.refused.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('gateway.refusedRows', { count: done.refused.length })}
            style={{ whiteSpace: 'pre-line' }}
            description={done.refused
              .slice(0, SHOWN)
              .map(({ row, reason, value }) =>
                t('gateway.refusedRow', { row, reason: t(`gateway.reasonOf.${reason}`), value }),
              )
              .join('\n')}
          />
        )}
      </div>
    </Modal>
  );
};
