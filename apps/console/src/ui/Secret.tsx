import { CopyOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../api/download.ts';
import { useSay } from './useSay.ts';

/** A button that copies a text. */
export const CopyButton = ({ text }: { readonly text: string }) => {
  const { t } = useTranslation();
  const say = useSay();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    say.done(t('common.copied'));
  };
  return (
    <Button size="small" icon={<CopyOutlined />} onClick={() => void copy()}>
      {t('common.copy')}
    </Button>
  );
};

/** Secrets that are shown once, with copying and saving. */
export const SecretLines = ({ lines, fileName }: { readonly lines: readonly string[]; readonly fileName: string }) => {
  const { t } = useTranslation();
  const text = lines.join('\n');
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="secret" style={{ whiteSpace: 'pre-line' }}>
        {text}
      </div>
      <div className="row">
        <CopyButton text={text} />
        <Button
          size="small"
          icon={<DownloadOutlined />}
          onClick={() => saveBlob(new Blob([`${text}\n`], { type: 'text/plain' }), fileName)}
        >
          {t('common.download')}
        </Button>
      </div>
    </div>
  );
};
