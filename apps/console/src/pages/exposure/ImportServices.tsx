import { useTranslation } from 'react-i18next';
import { importServices } from '../../api/exposure.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';

/** Takes a table of approved services and names every row that is wrong. */
export const ImportServices = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <ImportTableDialog
      title={t('exposure.import')}
      about={t('exposure.importAbout')}
      example={t('exposure.importExample').replaceAll('|', ',')}
      send={importServices}
      refreshes={['exposure']}
      taken={({ rows, taken, changed, refused }) =>
        t('exposure.imported', { rows, taken, changed, refused: refused.length })
      }
      refusal={({ row, column, value, text }) =>
        t('organisation.refusedRow', { row, column, value, text: textIn(text, language) })
      }
      onClose={onClose}
    />
  );
};
