import { filingPermissions, type CaseDetail } from '@chedun/filing/contract';
import { Link } from '@tanstack/react-router';
import { Button, Timeline, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { documentFileUrl } from '../../api/documents.ts';
import { takeReceipt } from '../../api/filing.ts';
import { useMay } from '../../app/session.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { useCaseChange } from './useCaseChange.ts';

interface SideProps {
  readonly detail: CaseDetail;
}

/** The signed package. */
export const SignedDocument = ({ detail: { document } }: SideProps) => {
  const { t } = useTranslation();
  if (document === null) return null;
  return (
    <Panel title={t('filing.document')}>
      <div className="stack">
        <Facts
          items={[
            [t('filing.template'), t('filing.version', { version: document.version })],
            [
              t('filing.manifest'),
              <span key="sm3" className="mono" style={{ overflowWrap: 'anywhere' }}>
                {document.sm3}
              </span>,
            ],
          ]}
        />
        <div className="row" style={{ gap: 8 }}>
          <Button size="small" href={documentFileUrl(document.id, document.version, 'package')} download>
            {t('filing.download')}
          </Button>
          <Link to="/documents/$id" params={{ id: document.id }}>
            {t('filing.openDocument')}
          </Link>
        </div>
      </div>
    </Panel>
  );
};

const TONE = { acceptance: 'low', supplement: 'high', approval: 'good', rejection: 'critical', other: 'info' } as const;
const TAKES = ['submitted', 'received', 'checking', 'experts'];

/** Receipts of the other side; those of a file are brought here. */
export const CaseReceipts = ({ detail: { receipts, case: line } }: SideProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const may = useMay();
  const take = useCaseChange(
    line.id,
    (file: File) => takeReceipt(line.id, file),
    () => say.done(t('filing.receiptTaken')),
  );
  const bring = may(filingPermissions.submit) && TAKES.includes(line.state) && (
    <Upload
      accept=".json"
      showUploadList={false}
      beforeUpload={(file) => {
        take.mutate(file);
        return false;
      }}
    >
      <Button size="small" loading={take.isPending}>
        {t('filing.takeReceipt')}
      </Button>
    </Upload>
  );
  return (
    <Panel title={t('filing.receipts')} extra={bring}>
      {receipts.length === 0 ? (
        <EmptyState size="small" title={t('filing.receiptsEmpty')} hint={t('filing.receiptsHint')} />
      ) : (
        <div className="stack" style={{ gap: 8 }}>
          {receipts.map((each) => (
            <div key={each.id} title={`SM3 ${each.sm3}`}>
              <div className="row" style={{ gap: 8 }}>
                <Chip tone={TONE[each.kind]}>{t(`filing.receiptKinds.${each.kind}`)}</Chip>
                <span className="mono">{each.number}</span>
              </div>
              <div className="faint">
                {each.receiver} <TimeText at={each.receivedAt} />
              </div>
              {each.note !== '' && <div className="soft">{each.note}</div>}
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
};

type ActionName = 'open';

/** Everything that happened. */
export const CaseHistory = ({ detail: { history } }: SideProps) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('filing.history')}>
      <Timeline
        items={history.toReversed().map(({ at, by, action, note }, index) => ({
          key: String(index),
          content: (
            <span>
              {t(`filing.actions.${action as ActionName}`)}
              {note !== '' && ` · ${note}`}
              <div className="faint">
                {by === 'system' ? t('filing.bySystem') : by} <TimeText at={at} />
              </div>
            </span>
          ),
        }))}
      />
    </Panel>
  );
};
