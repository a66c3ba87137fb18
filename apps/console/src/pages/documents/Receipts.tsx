import type { Receipt } from '@chedun/documents/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { receiptFileUrl } from '../../api/documents.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { ReceiptDialog } from './ReceiptDialog.tsx';

/** Receipts of a version: what the receiver gave, kept as it came. */
export const Receipts = ({
  id,
  version,
  receipts,
  writes,
}: {
  readonly id: string;
  readonly version: number;
  readonly receipts: readonly Receipt[];
  readonly writes: 'may' | 'may-not';
}) => {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const add = writes === 'may' && <Button onClick={() => setAdding(true)}>{t('documents.addReceipt')}</Button>;
  return (
    <Panel title={t('documents.receipts')} extra={add}>
      {receipts.length === 0 && (
        <EmptyState size="small" title={t('documents.noReceipt')} hint={t('documents.noReceiptHint')} />
      )}
      <ul className="document-receipts">
        {receipts.map((each) => (
          <li key={each.id}>
            <div className="row" style={{ gap: 8 }}>
              <strong>{t(`documents.receiptKinds.${each.kind}`)}</strong>
              <span>{each.receiver}</span>
              {each.number !== '' && <span className="mono">{each.number}</span>}
              <span className="chip" data-tone={each.proof === 'countersigned' ? 'good' : 'informational'}>
                {t(`documents.proofs.${each.proof}`)}
              </span>
            </div>
            <div className="row soft" style={{ gap: 8 }}>
              <TimeText at={each.receivedAt} />
              <a href={receiptFileUrl(id, each.id)} download>
                {each.fileName}
              </a>
              <span className="mono">SM3 {each.sm3.slice(0, 16)}…</span>
            </div>
          </li>
        ))}
      </ul>
      {adding && <ReceiptDialog id={id} version={version} onClose={() => setAdding(false)} />}
    </Panel>
  );
};
