import { WEAKNESS_WORDS } from '@chedun/cryptography/contract';
import type { Endpoint } from '@chedun/cryptography/contract';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { preferences } from '../../app/preferences.ts';
import { textIn } from '../../api/problem.ts';
import { monoColumn, shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip, SeverityTag, StateDot } from '../../ui/Tags.tsx';
import { AgoText } from '../../ui/Time.tsx';
import { daysAtProbe, daysTone, PROTOCOL_LABEL, protocolTone, worstFirst, worstRank } from './worst.ts';

type Language = ReturnType<typeof preferences>['language'];

const protocols = ({ probe }: Endpoint) => (
  <span className="row wrap" style={{ gap: 4 }}>
    {(probe?.result.accepted ?? []).map(({ protocol }) => (
      <Chip key={protocol} tone={protocolTone(protocol)}>
        {PROTOCOL_LABEL[protocol]}
      </Chip>
    ))}
  </span>
);

const Worst = ({ endpoint, language }: { readonly endpoint: Endpoint; readonly language: Language }) => {
  const [worst, ...rest] = worstFirst(endpoint.probe?.result.weaknesses ?? []);
  if (worst === undefined) return null;
  return (
    <span className="row nowrap">
      <SeverityTag severity={worst.severity} />
      <span className="clip">{textIn(WEAKNESS_WORDS[worst.code], language)}</span>
      {rest.length > 0 && <span className="faint">+{rest.length}</span>}
    </span>
  );
};

const Expires = ({ endpoint }: { readonly endpoint: Endpoint }) => {
  const { t } = useTranslation();
  const days = daysAtProbe(endpoint);
  return days === undefined ? null : <Chip tone={daysTone(days)}>{t('cryptography.days', { count: days })}</Chip>;
};

/** What the negative tests of an endpoint showed. */
const negativeText = (endpoint: Endpoint, t: TFunction): string => {
  const { negative = [] } = endpoint.probe?.result ?? {};
  if (!endpoint.mutual) return t('cryptography.notDemanded');
  if (negative.length === 0) return t('cryptography.notTested');
  if (negative.some(({ outcome }) => outcome === 'accepted')) return t('cryptography.letIn');
  return negative.every(({ outcome }) => outcome === 'refused')
    ? t('cryptography.allRefused')
    : t('cryptography.unclear');
};

const negativeTone = ({ probe, mutual }: Endpoint): string => {
  const { negative = [] } = probe?.result ?? {};
  if (!mutual || negative.length === 0) return 'info';
  if (negative.some(({ outcome }) => outcome === 'accepted')) return 'critical';
  return negative.every(({ outcome }) => outcome === 'refused') ? 'good' : 'medium';
};

/** How an endpoint was reached at its newest probe. */
export const reachText = ({ probe }: Endpoint, t: TFunction): string => {
  if (probe === null) return t('cryptography.neverProbed');
  if (!probe.result.reachable) return t('cryptography.unreachable');
  return probe.result.accepted.length === 0 ? t('cryptography.noTls') : t('cryptography.reached');
};

const reachTone = ({ probe }: Endpoint): string => {
  if (probe === null) return 'info';
  return probe.result.reachable && probe.result.accepted.length > 0 ? 'good' : 'high';
};

/** Columns of the list of endpoints. */
export const endpointColumns = (t: TFunction, language: Language): readonly Column<Endpoint>[] => [
  textColumn('name', t('cryptography.name'), ({ name }) => name, { width: 135, clip: 'clip' }),
  monoColumn('address', t('cryptography.address'), ({ host, port }) => `${host}:${port}`, { width: 160, clip: 'clip' }),
  textColumn('kind', t('cryptography.kind'), ({ kind }) => t(`cryptography.kindOf.${kind}`), { width: 90 }),
  shownColumn(
    'reach',
    t('cryptography.state'),
    (row) => reachText(row, t),
    (row) => <StateDot tone={reachTone(row)}>{reachText(row, t)}</StateDot>,
    { width: 95 },
  ),
  shownColumn(
    'protocols',
    t('cryptography.protocols'),
    ({ probe }) => (probe?.result.accepted ?? []).map(({ protocol }) => PROTOCOL_LABEL[protocol]).join(' '),
    protocols,
    { width: 150 },
  ),
  shownColumn('worst', t('cryptography.worst'), worstRank, (row) => <Worst endpoint={row} language={language} />, {
    width: 235,
  }),
  shownColumn(
    'negative',
    t('cryptography.negative'),
    (row) => negativeText(row, t),
    (row) => <Chip tone={negativeTone(row)}>{negativeText(row, t)}</Chip>,
    { width: 105 },
  ),
  shownColumn(
    'expires',
    t('cryptography.expires'),
    ({ probe }) => probe?.result.expiresAt ?? '',
    (row) => <Expires endpoint={row} />,
    { width: 90 },
  ),
  shownColumn(
    'probed',
    t('cryptography.probed'),
    ({ probe }) => probe?.at ?? '',
    ({ probe }) => <AgoText at={probe?.at} />,
    { width: 95 },
  ),
];
