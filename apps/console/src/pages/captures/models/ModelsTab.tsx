import { useTranslation } from 'react-i18next';
import { Panel } from '../../../ui/Panel.tsx';
import { ModelList } from './ModelList.tsx';

/** Every model of a CAN bus, newest first. */
export const ModelsTab = () => {
  const { t } = useTranslation();
  return (
    <Panel title={t('captures.modelsTab')} hint={t('models.about')} body="flush">
      <ModelList vehicleModel={undefined} />
    </Panel>
  );
};
