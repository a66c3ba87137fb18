import { WEAKNESS_WORDS } from '@chedun/cryptography/contract';
import type { Certificate, Probe } from '@chedun/cryptography/contract';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Chip, SeverityTag } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { daysTone, keyLabel, PROTOCOL_LABEL, protocolTone, worstFirst } from './worst.ts';

type Result = Probe['result'];
const HOW = ['open', 'data', 'closed', 'timeout'] as const;
const isHow = (how: string): how is (typeof HOW)[number] => HOW.some((known) => known === how);
const NEGATIVE_TONE = { refused: 'good', accepted: 'critical', unclear: 'medium' } as const;

/** Weaknesses, the worst first. */
export const WeaknessTable = ({ weaknesses }: Pick<Result, 'weaknesses'>) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <DataTable
      rows={worstFirst(weaknesses)}
      rowKey={({ code }) => code}
      sorting="none"
      minWidth={600}
      columns={[
        shownColumn<Result['weaknesses'][number]>(
          'severity',
          t('cryptography.severity'),
          ({ severity }) => t(`severity.${severity}`),
          ({ severity }) => <SeverityTag severity={severity} />,
          { width: 90 },
        ),
        textColumn<Result['weaknesses'][number]>(
          'what',
          t('cryptography.what'),
          ({ code }) => textIn(WEAKNESS_WORDS[code], language),
          {
            width: 260,
          },
        ),
        monoColumn<Result['weaknesses'][number]>('shown', t('cryptography.shown'), ({ shown }) => shown),
      ]}
      empty={<EmptyState size="small" title={t('cryptography.noWeakness')} />}
    />
  );
};

/** Protocols that were accepted, with what the server chose. */
export const ProtocolTable = ({ accepted }: Pick<Result, 'accepted'>) => {
  const { t } = useTranslation();
  return (
    <DataTable
      rows={accepted}
      rowKey={({ protocol }) => protocol}
      sorting="none"
      minWidth={600}
      columns={[
        shownColumn<Result['accepted'][number]>(
          'protocol',
          t('cryptography.protocol'),
          ({ protocol }) => PROTOCOL_LABEL[protocol],
          ({ protocol }) => <Chip tone={protocolTone(protocol)}>{PROTOCOL_LABEL[protocol]}</Chip>,
          { width: 90 },
        ),
        monoColumn<Result['accepted'][number]>('suite', t('cryptography.suite'), ({ suite }) => suite),
        monoColumn<Result['accepted'][number]>('group', t('cryptography.group'), ({ group }) => group ?? '', {
          width: 110,
        }),
        textColumn<Result['accepted'][number]>(
          'client',
          t('cryptography.asksClient'),
          ({ asksClient }) =>
            asksClient === null
              ? t('common.unknown')
              : asksClient
                ? t('cryptography.asked')
                : t('cryptography.notAsked'),
          { width: 120 },
        ),
      ]}
      empty={<EmptyState size="small" title={t('cryptography.noTls')} />}
    />
  );
};

/** Negative tests with what showed their end. */
export const NegativeTable = ({ negative }: Pick<Result, 'negative'>) => {
  const { t } = useTranslation();
  return (
    <DataTable
      rows={negative}
      rowKey={({ over, kind }) => `${over} ${kind}`}
      sorting="none"
      minWidth={600}
      columns={[
        textColumn<Result['negative'][number]>(
          'over',
          t('cryptography.protocol'),
          ({ over }) => (over === 'tlcp' ? PROTOCOL_LABEL.tlcp : 'TLS'),
          { width: 80 },
        ),
        textColumn<Result['negative'][number]>(
          'kind',
          t('cryptography.clientShows'),
          ({ kind }) => t(`cryptography.negativeOf.${kind}`),
          {
            width: 250,
          },
        ),
        shownColumn<Result['negative'][number]>(
          'outcome',
          t('cryptography.outcome'),
          ({ outcome }) => t(`cryptography.outcomeOf.${outcome}`),
          ({ outcome }) => <Chip tone={NEGATIVE_TONE[outcome]}>{t(`cryptography.outcomeOf.${outcome}`)}</Chip>,
          { width: 110 },
        ),
        monoColumn<Result['negative'][number]>('how', t('cryptography.how'), ({ how }) =>
          isHow(how) ? t(`cryptography.howOf.${how}`) : how,
        ),
      ]}
      empty={<EmptyState size="small" title={t('cryptography.notTested')} hint={t('cryptography.notTestedHint')} />}
    />
  );
};

/** Certificates, the first to end first. */
export const CertificateTable = ({ certificates }: { readonly certificates: readonly Certificate[] }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      rows={certificates}
      rowKey={({ fingerprint }) => fingerprint}
      sorting="none"
      minWidth={700}
      columns={[
        monoColumn<Certificate>('subject', t('cryptography.subject'), ({ subject }) => subject),
        monoColumn<Certificate>('issuer', t('cryptography.issuer'), ({ issuer }) => issuer),
        monoColumn<Certificate>(
          'algorithm',
          t('cryptography.algorithm'),
          (row) => `${keyLabel(row)} · ${row.signature}`,
          {
            width: 190,
          },
        ),
        shownColumn<Certificate>(
          'left',
          t('cryptography.daysLeft'),
          ({ daysLeft }) => daysLeft,
          ({ daysLeft }) => <Chip tone={daysTone(daysLeft)}>{t('cryptography.days', { count: daysLeft })}</Chip>,
          { width: 100 },
        ),
      ]}
      empty={<EmptyState size="small" title={t('cryptography.noCertificates')} />}
    />
  );
};

/** What was answered to each hello. */
export const HelloTable = ({ hellos }: Pick<Result, 'hellos'>) => {
  const { t } = useTranslation();
  return (
    <DataTable
      rows={hellos}
      rowKey={({ probe }) => probe}
      sorting="none"
      minWidth={500}
      columns={[
        textColumn<Result['hellos'][number]>(
          'probe',
          t('cryptography.hello'),
          ({ probe }) => t(`cryptography.probeOf.${probe}`),
          { width: 260 },
        ),
        monoColumn<Result['hellos'][number]>('answer', t('cryptography.answer'), ({ answer }) => answer),
      ]}
      empty={null}
    />
  );
};

/** Probes, the newest first. */
export const HistoryTable = ({ history }: { readonly history: readonly Probe[] }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      rows={history}
      rowKey={({ id }) => id}
      sorting="none"
      minWidth={500}
      columns={[
        shownColumn<Probe>(
          'at',
          t('cryptography.at'),
          ({ at }) => at,
          ({ at }) => <TimeText at={at} />,
          { width: 170 },
        ),
        textColumn<Probe>(
          'by',
          t('cryptography.askedBy'),
          ({ askedBy }) => (askedBy === 'system' ? t('cryptography.nightly') : askedBy),
          {
            width: 140,
          },
        ),
        textColumn<Probe>('reach', t('cryptography.state'), ({ result }) =>
          result.reachable ? t('cryptography.reached') : t('cryptography.unreachable'),
        ),
        textColumn<Probe>('weak', t('cryptography.weaknesses'), ({ result }) => result.weaknesses.length, {
          width: 90,
          align: 'right',
        }),
      ]}
      empty={null}
    />
  );
};
