import { useTranslation } from 'react-i18next';
import { importBindings } from '../../api/gateway.ts';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';

const EXAMPLE = 'vin,platform,certificate,iccid\nLSVAA49J132047371,east-platform,,89860012345678901234';

/** Takes a table of bindings. */
export const ImportBindingsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <ImportTableDialog
      title={t('gateway.import')}
      about={t('gateway.importAbout')}
      example={EXAMPLE}
      send={importBindings}
      refreshes={['gateway']}
      taken={({ imported, unchanged }) => t('gateway.imported', { count: imported, same: unchanged })}
      refusal={({ row, reason, value }) =>
        t('gateway.refusedRow', { row, reason: t(`gateway.reasonOf.${reason}`), value })
      }
      onClose={onClose}
    />
  );
};
