import { Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** The pages of a document as a picture; nothing in it can run. */
export const PagesView = ({ svg, busy }: { readonly svg: string | undefined; readonly busy?: 'busy' | 'idle' }) => {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (svg === undefined) return undefined;
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  if (url === undefined) return <Skeleton active paragraph={{ rows: 14 }} />;
  return (
    <div className="document-pages" data-busy={busy ?? 'idle'}>
      <img src={url} alt={t('documents.pagesAlt')} data-testid="pages" />
    </div>
  );
};
