import type { CaptureDetail } from '@chedun/captures/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trainCanModel } from '../../../api/captures.ts';
import { useSay } from '../../../ui/useSay.ts';
import { DbcSelect } from '../CaptureActions.tsx';

interface TrainDialogProps {
  readonly capture: CaptureDetail;
  readonly onClose: () => void;
}

/** Trains a model from a log without attacks. */
export const TrainDialog = ({ capture, onClose }: TrainDialogProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const [vehicleModel, setVehicleModel] = useState(capture.model ?? '');
  const [title, setTitle] = useState('');
  const [dbcId, setDbcId] = useState(capture.dbcId);
  const train = useMutation({
    mutationFn: () =>
      trainCanModel({
        captureId: capture.id,
        vehicleModel: vehicleModel.trim(),
        title: title.trim(),
        ...(dbcId === null ? {} : { dbcId }),
      }),
    onSuccess: () => {
      say.done(t('models.training'));
      void client.invalidateQueries({ queryKey: ['can-models'] });
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('models.train')}
      okText={t('models.startTraining')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: vehicleModel.trim() === '' }}
      confirmLoading={train.isPending}
      onOk={() => train.mutate()}
      onCancel={onClose}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <Alert type="info" showIcon title={t('models.cleanOnly')} />
        <Input
          placeholder={t('models.vehicleModelPlaceholder')}
          aria-label={t('captures.vehicleModel')}
          maxLength={100}
          value={vehicleModel}
          onChange={({ target }) => setVehicleModel(target.value)}
        />
        <Input
          placeholder={t('models.titlePlaceholder')}
          aria-label={t('models.title')}
          maxLength={100}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
        <DbcSelect value={dbcId} onChange={setDbcId} />
      </div>
    </Modal>
  );
};
