import { useTranslation } from 'react-i18next';
import { importRoadUnits } from '../../api/roadUnits.ts';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';

const EXAMPLE = 'id,title,sender,lat,lon\nRSU-001,,10.30.0.1,31.230400,121.473700';

/** Takes a table of roadside units. */
export const ImportRoadUnitsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <ImportTableDialog
      title={t('gateway.road.import')}
      about={t('gateway.road.importAbout')}
      example={EXAMPLE}
      send={importRoadUnits}
      refreshes={['gateway', 'road-units']}
      taken={({ imported }) => t('gateway.road.imported', { count: imported })}
      refusal={({ row, reason, value }) =>
        t('gateway.refusedRow', { row, reason: t(`gateway.road.reasonOf.${reason}`), value })
      }
      onClose={onClose}
    />
  );
};
