import { App, Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { MOST_POSITIONS, readBackground } from '../../../ui/drawing/geojson.ts';
import type { Background } from '../../../ui/drawing/geojson.ts';
import { formatCount } from '../../../lib/format.ts';

interface BackgroundButtonProps {
  readonly background: Background | undefined;
  readonly onChange: (background: Background | undefined) => void;
}

/** Puts lines of a GeoJSON file of the operator behind the scene; the file stays in this browser. */
export const BackgroundButton = ({ background, onChange }: BackgroundButtonProps) => {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const read = async (file: File): Promise<void> => {
    const found = readBackground(await file.text());
    if (found === undefined) void message.error(t('scene.badBackground', { most: formatCount(MOST_POSITIONS) }));
    else onChange(found);
  };
  if (background !== undefined) {
    return (
      <Button size="small" onClick={() => onChange(undefined)}>
        {t('scene.removeBackground')}
      </Button>
    );
  }
  return (
    <Upload
      accept=".geojson,.json"
      showUploadList={false}
      beforeUpload={(file) => {
        void read(file);
        return false;
      }}
    >
      <Button size="small" title={t('scene.backgroundHint')}>
        {t('scene.loadBackground')}
      </Button>
    </Upload>
  );
};
