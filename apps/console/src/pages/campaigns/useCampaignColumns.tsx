import type { Campaign } from '@chedun/watch/contract';
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { durationOf, spanOf } from '../../lib/campaigns.ts';
import { formatCount } from '../../lib/format.ts';
import { shownColumn, textColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/columns.tsx';
import { Chip, SeverityTag, StateDot } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';

type Row = Campaign;

/** Whether a campaign still spreads. */
export const CampaignState = ({ status }: Pick<Campaign, 'status'>) => {
  const { t } = useTranslation();
  return <StateDot tone={status === 'running' ? 'critical' : 'info'}>{t(`campaigns.${status}`)}</StateDot>;
};

/** Number of vehicles; an estimate says so. */
export const vehicleCount = (t: TFunction, { vehicles, estimated }: Pick<Campaign, 'vehicles' | 'estimated'>): string =>
  estimated ? t('campaigns.aboutMany', { value: formatCount(vehicles) }) : formatCount(vehicles);

/** A length of time in words. */
export const spanText = (t: TFunction, ms: number): string => {
  const { unit, count } = spanOf(ms);
  return t(`campaigns.span.${unit}`, { count });
};

const whatColumns = (t: TFunction, language: 'zh-CN' | 'en'): readonly Column<Row>[] => [
  shownColumn(
    'status',
    t('campaigns.status'),
    ({ status }) => t(`campaigns.${status}`),
    (row) => <CampaignState status={row.status} />,
    { width: 100 },
  ),
  shownColumn(
    'severity',
    t('campaigns.severity'),
    ({ severity }) => t(`severity.${severity}`),
    ({ severity }) => <SeverityTag severity={severity} />,
    { width: 88 },
  ),
  shownColumn(
    'signature',
    t('campaigns.signature'),
    ({ signature }) => textIn(signature.title, language),
    ({ signature }) => (
      <span title={textIn(signature.title, language)}>
        <Chip>{t(`campaigns.kind.${signature.kind}`)}</Chip> {textIn(signature.title, language)}
      </span>
    ),
    { clip: 'clip' },
  ),
  shownColumn(
    'vehicles',
    t('campaigns.vehicles'),
    ({ vehicles }) => vehicles,
    (row) => <strong title={row.estimated ? t('campaigns.estimated') : undefined}>{vehicleCount(t, row)}</strong>,
    { width: 104, align: 'right', serverSort: 'vehicles' },
  ),
];

const whenColumns = (t: TFunction): readonly Column<Row>[] => [
  textColumn(
    'model',
    t('campaigns.models'),
    ({ peerGroups }) => (peerGroups[0] === undefined ? '' : peerGroups[0].group || t('campaigns.unknownModel')),
    { width: 150, clip: 'clip' },
  ),
  shownColumn(
    'first',
    t('campaigns.firstSeen'),
    ({ firstSeen }) => firstSeen,
    ({ firstSeen }) => <TimeText at={firstSeen} />,
    { width: 168, serverSort: 'firstSeen' },
  ),
  shownColumn(
    'last',
    t('campaigns.lastSeen'),
    ({ lastSeen }) => lastSeen,
    ({ lastSeen }) => <AgoText at={lastSeen} />,
    { width: 118, serverSort: 'lastSeen' },
  ),
  textColumn('duration', t('campaigns.duration'), (row) => spanText(t, durationOf(row)), { width: 120 }),
];

/** Columns of the list of campaigns. */
export const useCampaignColumns = (): readonly Column<Row>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return useMemo(() => [...whatColumns(t, language), ...whenColumns(t)], [t, language]);
};
