import { documentPermissions, FilePart, type DocumentVersion } from '@chedun/documents/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attachmentUrl, documentFileUrl, documentPages, getDocument, verifyIssued } from '../../api/documents.ts';
import { useMay } from '../../app/session.ts';
import '../../styles/documents.css';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { PagesView } from './PagesView.tsx';
import { Receipts } from './Receipts.tsx';
import { useWords } from './useWords.ts';
import { VerificationView } from './VerificationView.tsx';

const FOLDER = 'attachments/';
/** File names of what goes along. */
const attachmentsOf = ({ parts }: DocumentVersion): readonly string[] =>
  parts.filter(({ name }) => name.startsWith(FOLDER)).map(({ name }) => name.slice(FOLDER.length));

/** A document: its pages, files, signature, versions and receipts. */
export const DocumentPage = () => {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const { id } = useParams({ from: '/app/documents/$id' });
  const [chosen, setChosen] = useState<number>();
  const detail = useQuery({ queryKey: ['documents', 'one', id], queryFn: ({ signal }) => getDocument(id, signal) });
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />;
  if (detail.data === undefined) return <Skeleton active paragraph={{ rows: 12 }} />;
  const { document, versions, receipts } = detail.data;
  const version = versions.find((each) => each.version === (chosen ?? document.version));
  return (
    <div className="page">
      <PageHead title={words(document.title)} about={words(document.templateTitle)} />
      <div className="document-writer">
        <div className="stack">
          {versions.length > 1 && (
            <Segmented
              value={version?.version ?? document.version}
              onChange={setChosen}
              options={versions.map((each) => ({
                value: each.version,
                label: t('documents.versionOf', { version: each.version }),
              }))}
            />
          )}
          {version && <VersionPanel key={version.version} id={id} subject={document.subject.id} version={version} />}
          {version && (
            <Receipts
              id={id}
              version={version.version}
              receipts={receipts.filter((each) => each.version === version.version)}
              writes={may(documentPermissions.receipt) ? 'may' : 'may-not'}
            />
          )}
        </div>
        <Panel title={t('documents.pages')}>{version && <IssuedPages id={id} version={version.version} />}</Panel>
      </div>
    </div>
  );
};

const IssuedPages = ({ id, version }: { readonly id: string; readonly version: number }) => {
  const pages = useQuery({
    queryKey: ['documents', 'pages', id, version],
    queryFn: ({ signal }) => documentPages(id, version, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return pages.error === null ? <PagesView svg={pages.data?.svg} /> : <ErrorState error={pages.error} />;
};

const VersionPanel = ({
  id,
  subject,
  version,
}: {
  readonly id: string;
  readonly subject: string;
  readonly version: DocumentVersion;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const verify = useMutation({ mutationFn: () => verifyIssued(id, version.version), onError: say.problem });
  return (
    <Panel
      title={t('documents.versionOf', { version: version.version })}
      extra={
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('documents.verifyNow')}
        </Button>
      }
    >
      <div className="stack">
        <Facts
          items={[
            [t('documents.issuer'), version.issuer],
            [t('documents.subject'), subject],
            [t('documents.issuedAt'), <TimeText key="at" at={version.issuedAt} />],
            [t('documents.issuedBy'), version.issuedBy],
            [
              t('documents.manifestSm3'),
              <span key="sm3" className="mono wrap-any">
                {version.sm3}
              </span>,
            ],
            [
              t('documents.key'),
              <span key="key" className="mono">
                {version.keyId}
              </span>,
            ],
          ]}
        />
        <div className="row wrap" style={{ gap: 8 }}>
          {FilePart.options.map((part) => (
            <Button key={part} size="small" href={documentFileUrl(id, version.version, part)} download>
              {t(`documents.parts.${part}`)}
            </Button>
          ))}
          {attachmentsOf(version).map((name) => (
            <Button key={name} size="small" href={attachmentUrl(id, version.version, name)} download>
              {t('documents.attachment', { name })}
            </Button>
          ))}
        </div>
        <p className="soft document-note">{t('documents.neverSent')}</p>
        {verify.data && <VerificationView result={verify.data} />}
      </div>
    </Panel>
  );
};
