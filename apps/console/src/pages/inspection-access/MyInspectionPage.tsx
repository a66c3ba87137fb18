import type { Mine } from '@chedun/inspection-access/contract';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import '../../styles/inspection.css';
import { myEvidenceUrl } from '../../api/inspectionAccess.ts';
import { useMine } from '../../app/guest.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { EvidenceTable } from './EvidenceTable.tsx';
import { LooksTable } from './LooksTable.tsx';
import { ScopeFacts } from './parts.tsx';
import { TakeEvidenceDialog } from './TakeEvidenceDialog.tsx';

const Pages = ({ mine }: { readonly mine: Mine }) => {
  const { t } = useTranslation();
  if (mine.pages.length === 0)
    return (
      <EmptyState
        size="small"
        title={t('inspectionAccess.pagesClosed')}
        hint={mine.why === '' ? t('inspectionAccess.pagesClosedHint') : t('inspectionAccess.whyIs', { why: mine.why })}
      />
    );
  return (
    <div className="stack">
      {mine.pages.map(({ kind, links }) => (
        <div key={kind} className="row">
          <strong>{t(`inspectionAccess.kind.${kind}`)}</strong>
          {links.map(({ to, label }) => (
            <Link key={to} to={to} preload={false}>
              {label === '' ? t('inspectionAccess.all') : label}
            </Link>
          ))}
        </div>
      ))}
    </div>
  );
};

const Inspection = ({ mine }: { readonly mine: Mine }) => {
  const { t } = useTranslation();
  const [isTaking, setTaking] = useState(false);
  const isOpen = mine.pages.length > 0;
  const take = isOpen && (
    <Button type="primary" size="small" onClick={() => setTaking(true)}>
      {t('inspectionAccess.take')}
    </Button>
  );
  return (
    <>
      <div className="inspection-order">
        <Panel title={t('inspectionAccess.order')}>
          <div className="stack">
            <Facts
              items={[
                [t('inspectionAccess.number'), mine.number],
                [t('inspectionAccess.enterprise'), mine.enterprise],
                [t('inspectionAccess.authority'), mine.authority],
                [t('inspectionAccess.basis'), mine.basis],
                [t('inspectionAccess.who'), mine.inspector],
              ]}
            />
            <ScopeFacts scope={mine.scope} />
          </div>
        </Panel>
        <Panel title={t('inspectionAccess.pages')}>
          <Pages mine={mine} />
        </Panel>
      </div>
      <EvidenceTable
        evidence={mine.evidence}
        urlOf={isOpen ? (evidence) => myEvidenceUrl(mine.id, evidence) : undefined}
        extra={take}
      />
      {isTaking && <TakeEvidenceDialog mine={mine} onClose={() => setTaking(false)} />}
    </>
  );
};

/** 我的检查: what an inspector may read, how long, and what he looked at. */
export const MyInspectionPage = () => {
  const { t } = useTranslation();
  const { current, data, error, refetch } = useMine();
  return (
    <div className="page stack">
      <PageHead title={t('inspectionAccess.mine')} about={t('inspectionAccess.mineAbout')} />
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton active />}
      {data !== undefined && current === undefined && (
        <EmptyState title={t('inspectionAccess.mineNone')} hint={t('inspectionAccess.mineNoneHint')} />
      )}
      {current !== undefined && <Inspection mine={current} />}
      <LooksTable of="own" />
    </div>
  );
};
