import { warningPermissions, type Warning } from '@chedun/warnings/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { getWarning, makePacket } from '../../api/warnings.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, PageHead, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { DecisionDialog, useDecision, type Asked } from './DecisionDialog.tsx';
import { DeliveriesOf } from './DeliveriesTab.tsx';
import { LevelTag, ScopeText, WarningStatus } from './levels.tsx';
import { WarningCauses } from './WarningCauses.tsx';
import '../../styles/warnings.css';

/** One warning: what it says, what it stands on, what was decided and whom it reached. */
export const WarningPage = () => {
  const { id } = useParams({ from: '/app/warnings/$id' });
  const warning = useQuery({
    queryKey: ['warnings', 'one', id],
    queryFn: ({ signal }) => getWarning(id, signal),
    refetchInterval: 15_000,
  });
  if (warning.data !== undefined) return <Loaded warning={warning.data} />;
  return (
    <div className="page">
      {warning.error === null ? (
        <Skeleton active paragraph={{ rows: 12 }} />
      ) : (
        <ErrorState error={warning.error} onRetry={() => void warning.refetch()} />
      )}
    </div>
  );
};

const Loaded = ({ warning }: { readonly warning: Warning }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <div className="page warning-sheet">
      <PageHead
        title={
          <span className="row wrap">
            <LevelTag level={warning.level} />
            {textIn(warning.title, language)}
          </span>
        }
        about={
          <span className="row wrap" style={{ gap: 10, marginTop: 4 }}>
            <Link to="/warnings" className="no-print">
              {t('warnings.back')}
            </Link>
            <span className="mono">{warning.number}</span>
            <WarningStatus warning={warning} />
          </span>
        }
        extra={<Actions warning={warning} />}
      />
      <Pending warning={warning} />
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) 380px', alignItems: 'start' }}>
        <div className="stack">
          <Sheet warning={warning} />
          <WarningCauses ids={warning.causes} />
          <DeliveriesOf warning={warning.id} />
        </div>
        <History warning={warning} />
      </div>
    </div>
  );
};

const Pending = ({ warning }: { readonly warning: Warning }) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const may = useMay()(warningPermissions.issue);
  const { status, pending, level } = warning;
  if (status !== 'proposed' && pending === null) return null;
  const text =
    status === 'proposed'
      ? t('warnings.pendingIssue', { level: t(`warnings.level.${level}`) })
      : pending === 'lift'
        ? t('warnings.pendingLift')
        : t('warnings.pendingLevel', { level: t(`warnings.level.${pending ?? level}`) });
  return (
    <>
      <Alert
        type="warning"
        showIcon
        className="no-print"
        style={{ marginBottom: 12 }}
        title={text}
        action={
          may && (
            <span className="row">
              <Button size="small" type="primary" onClick={() => setAsked('confirm')}>
                {t('warnings.confirm')}
              </Button>
              <Button size="small" onClick={() => setAsked('refuse')}>
                {t('warnings.refuse')}
              </Button>
            </span>
          )
        }
      />
      {asked !== undefined && <DecisionDialog warning={warning} kind={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
};

const Actions = ({ warning }: { readonly warning: Warning }) => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const may = useMay();
  const [asked, setAsked] = useState<Asked>();
  const decide = useDecision(warning.id, () => undefined);
  const stands = warning.status === 'issued' || warning.status === 'proposed';
  const packet = async (): Promise<void> => {
    const { number } = await makePacket({ type: 'warning', subject: warning.id });
    say.done(t('warnings.packets.made', { number }));
    await navigate({ to: '/warnings', search: { tab: 'packets' } });
  };
  return (
    <span className="row no-print">
      {may(warningPermissions.issue) && stands && (
        <>
          {warning.acknowledgedAt === null && (
            <Button loading={decide.isPending} onClick={() => decide.mutate({ kind: 'acknowledge' })}>
              {t('warnings.acknowledge')}
            </Button>
          )}
          <Button onClick={() => setAsked('edit')}>{t('warnings.edit')}</Button>
          {warning.status === 'issued' && (
            <>
              <Button onClick={() => setAsked('change')}>{t('warnings.change')}</Button>
              <Button onClick={() => setAsked('lift')}>{t('warnings.lift')}</Button>
            </>
          )}
        </>
      )}
      {may(warningPermissions.packets) && (
        <Button onClick={() => void packet().catch(say.problem)}>{t('warnings.packet')}</Button>
      )}
      <Button onClick={() => window.print()}>{t('warnings.print')}</Button>
      {asked !== undefined && <DecisionDialog warning={warning} kind={asked} onClose={() => setAsked(undefined)} />}
    </span>
  );
};

const Sheet = ({ warning }: { readonly warning: Warning }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Panel title={t('warnings.title')}>
      <Facts
        items={[
          [t('warnings.levelName'), <LevelTag key="level" level={warning.level} />],
          [
            t('warnings.possible'),
            <span key="possible" className="row wrap">
              {warning.possibleLevel} <Chip>{t('warnings.possibleNote')}</Chip>
            </span>,
          ],
          [t('warnings.scopeName'), <ScopeText key="scope" scope={warning.scope} />],
          [
            t('warnings.issuedAt'),
            warning.issuedAt === null ? undefined : <TimeText key="since" at={warning.issuedAt} />,
          ],
          [t('warnings.impact'), textIn(warning.impact, language)],
          [
            t('warnings.measures'),
            warning.measures.length === 0 ? undefined : (
              <ol key="measures" style={{ margin: 0, paddingInlineStart: 18 }}>
                {warning.measures.map((each) => (
                  <li key={each.zh}>{textIn(each, language)}</li>
                ))}
              </ol>
            ),
          ],
          [
            t('warnings.timeLimit'),
            warning.timeLimit === null ? undefined : <TimeText key="limit" at={warning.timeLimit} />,
          ],
          [t('warnings.issuer'), warning.issuer],
          [t('warnings.telephone'), warning.telephone],
          [
            t('warnings.rules'),
            warning.rules.length === 0 ? (
              t('warnings.byHand')
            ) : (
              <span className="mono">{warning.rules.join(', ')}</span>
            ),
          ],
          [t('warnings.acknowledged'), warning.acknowledgedBy],
        ]}
      />
    </Panel>
  );
};

const History = ({ warning }: { readonly warning: Warning }) => {
  const { t } = useTranslation();
  return (
    <Panel title={t('warnings.history')}>
      <ol className="warning-history">
        {warning.history.map((entry, index) => (
          <li key={index}>
            <div className="row wrap" style={{ gap: 6 }}>
              <strong>{t(`warnings.event.${entry.kind}`)}</strong>
              {entry.to !== null && <LevelTag level={entry.to} />}
              <span className="faint">{entry.actor}</span>
            </div>
            {entry.comment !== null && <div>{entry.comment}</div>}
            <div className="faint">
              <TimeText at={entry.at} />
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
};
