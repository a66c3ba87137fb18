import { Button, Tooltip } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { App } from 'antd';
import { linesOf, MOST_BYTES, setBackground, useBackground } from './background.ts';

/** Lets the operator put lines of an own GeoJSON file behind the pictures. The file stays in the browser. */
export const BackgroundButton = () => {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const background = useBackground();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const lines = file.size > MOST_BYTES ? undefined : linesOf(await file.text());
    if (lines === undefined) void message.error(t('plane.badFile'));
    else setBackground({ name: file.name, lines });
  };
  if (background !== undefined)
    return (
      <Button size="small" onClick={() => setBackground(undefined)}>
        {t('plane.removeLines')}
      </Button>
    );
  return (
    <>
      <Tooltip title={t('plane.addLinesHint')}>
        <Button size="small" onClick={() => input.current?.click()}>
          {t('plane.addLines')}
        </Button>
      </Tooltip>
      <input
        ref={input}
        type="file"
        accept=".geojson,.json,application/geo+json"
        aria-label={t('plane.addLines')}
        hidden
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
};
