import { capturesPermissions } from '@chedun/captures/contract';
import type { CanSummary, CaptureDetail } from '@chedun/captures/contract';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../app/session.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Facts } from '../../../ui/Panel.tsx';
import { ModelList } from '../models/ModelList.tsx';
import { TrainDialog } from '../models/TrainDialog.tsx';

interface ModelTabProps {
  readonly capture: CaptureDetail;
  readonly summary: CanSummary;
}

/** Which model judged this log, and a new one from this log. */
export const ModelTab = ({ capture, summary }: ModelTabProps) => {
  const { t } = useTranslation();
  const may = useMay();
  const [training, setTraining] = useState(false);
  const train = may(capturesPermissions.models) ? (
    <Button type="primary" onClick={() => setTraining(true)}>
      {t('models.trainHere')}
    </Button>
  ) : undefined;
  return (
    <div>
      {summary.modelId === null ? (
        <EmptyState size="small" title={t('models.notJudged')} hint={t('models.notJudgedHint')} action={train} />
      ) : (
        <div className="toolbar" style={{ justifyContent: 'space-between' }}>
          <Facts
            items={[
              [t('models.judgedBy'), summary.modelTitle],
              [t('captures.vehicleModel'), capture.model],
            ]}
          />
          <span className="row">
            <Link to="/captures" search={{ tab: 'models' }}>
              {t('models.all')}
            </Link>
            {train}
          </span>
        </div>
      )}
      <ModelList vehicleModel={capture.model ?? undefined} />
      {training && <TrainDialog capture={capture} onClose={() => setTraining(false)} />}
    </div>
  );
};
