import { useTranslation } from 'react-i18next';
import { importAppointments } from '../../api/organisation.ts';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';

/** Takes a table of persons and names every row that is wrong. */
export const ImportPersons = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <ImportTableDialog
      title={t('organisation.import')}
      about={t('organisation.importAbout')}
      example={t('organisation.importExample').replaceAll('|', ',')}
      send={importAppointments}
      refreshes={['organisation']}
      taken={({ rows, taken, known, refused }) =>
        t('organisation.imported', { rows, taken, known, refused: refused.length })
      }
      refusal={({ row, column, value, text }) =>
        t('organisation.refusedRow', { row, column, value, text: textIn(text, language) })
      }
      onClose={onClose}
    />
  );
};
