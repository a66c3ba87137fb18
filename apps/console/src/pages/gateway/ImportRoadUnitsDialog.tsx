import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { importRoadUnits } from '../../api/roadUnits.ts';
import { useSay } from '../../ui/useSay.ts';

const SHOWN = 20;
const EXAMPLE = 'id,title,sender,lat,lon\nRSU-001,,10.30.0.1,31.230400,121.473700';

/** Takes a table of roadside units. */
export const ImportRoadUnitsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const bring = useMutation({
    mutationFn: importRoadUnits,
    onSuccess: () => client.invalidateQueries({ queryKey: ['gateway', 'road-units'] }),
    onError: say.problem,
  });
  const done = bring.data;
  return (
    <Modal open width={640} title={t('gateway.road.import')} footer={null} onCancel={onClose}>
      <div className="stack" style={{ margin: '12px 0' }}>
        <span>{t('gateway.road.importAbout')}</span>
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
        {done && <Alert type="success" showIcon title={t('gateway.road.imported', { count: done.imported })} />}
        {done && done.refused.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('gateway.refusedRows', { count: done.refused.length })}
            style={{ whiteSpace: 'pre-line' }}
            description={done.refused
              .slice(0, SHOWN)
              .map(({ row, reason, value }) =>
                t('gateway.refusedRow', { row, reason: t(`gateway.road.reasonOf.${reason}`), value }),
              )
              .join('\n')}
          />
        )}
      </div>
    </Modal>
  );
};
