import { useTranslation } from 'react-i18next';
import { ImportTableDialog } from '../../ui/ImportTableDialog.tsx';

interface Imported {
  readonly imported: number;
  readonly refused: readonly {
    readonly row: number;
    readonly reason: 'bad_host' | 'bad_port' | 'bad_value' | 'bad_unit' | 'too_many';
  }[];
}

/** Takes a table of endpoints, uses or judgements. */
export const ImportCryptographyDialog = (given: {
  readonly title: string;
  readonly about: string;
  readonly example: string;
  readonly send: (file: Blob) => Promise<Imported>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <ImportTableDialog
      {...given}
      refreshes={['cryptography']}
      taken={({ imported }) => t('cryptography.imported', { count: imported })}
      refusal={({ row, reason }) =>
        t('cryptography.refusedRow', { row, reason: t(`cryptography.refusedFor.${reason}`) })
      }
    />
  );
};
