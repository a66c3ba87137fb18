import type { Filing } from '@chedun/supervision/contract';
import { Button, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { filingFileUrl, filingReceiptUrl } from '../../api/supervision.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';

const TONE = { acceptance: 'low', supplement: 'high', approval: 'good', rejection: 'critical', other: 'info' } as const;

/** Receipts that were signed; the enterprise fetches them, or takes the file. */
export const ReceiptsPanel = ({ data: { filing, receipts } }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('supervision.receipts')}>
      <div className="stack" style={{ gap: 8 }}>
        {receipts.map((each) => (
          <div key={each.id} className="row nowrap" style={{ gap: 10, justifyContent: 'space-between' }}>
            <div>
              <Chip tone={TONE[each.kind]}>{t(`supervision.receiptKinds.${each.kind}`)}</Chip>{' '}
              <span className="mono">{each.number}</span>
              {each.note !== '' && <div className="soft">{each.note}</div>}
              <div className="faint">
                {t('supervision.versionOf', { version: each.version })} · {each.by} <TimeText at={each.at} />
              </div>
            </div>
            <Button size="small" href={filingReceiptUrl(filing.id, each.id)} download>
              {t('supervision.receiptDownload')}
            </Button>
          </div>
        ))}
      </div>
    </Panel>
  );
};

/** Every version that was handed in, with its signer and files. */
export const VersionsPanel = ({ data: { filing, versions } }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('supervision.versions')}>
      <div className="stack" style={{ gap: 8 }}>
        {versions.map(({ version, at, signer, manifestSm3 }) => (
          <div key={version} className="row nowrap" style={{ gap: 10, justifyContent: 'space-between' }}>
            <div style={{ overflowWrap: 'anywhere' }} title={`SM3 ${manifestSm3}`}>
              <b>{t('supervision.versionOf', { version })}</b> <TimeText at={at} />
              <div className="faint">{signer}</div>
            </div>
            <Button size="small" href={filingFileUrl(filing.id, version, 'package')} download>
              {t('supervision.download')}
            </Button>
          </div>
        ))}
      </div>
    </Panel>
  );
};

/** Everything that happened, newest first. */
export const CoursePanel = ({ data: { steps } }: { readonly data: Filing }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('supervision.history')}>
      <Timeline
        items={steps.toReversed().map(({ at, by, action, note, version }, index) => ({
          key: String(index),
          content: (
            <span>
              <b>{t(`supervision.actions.${action}`)}</b>
              {note !== '' && ` · ${note}`}
              <div className="faint">
                {t('supervision.versionOf', { version })} · {by} <TimeText at={at} />
              </div>
            </span>
          ),
        }))}
      />
    </Panel>
  );
};
