import { intelPermissions } from '@chedun/intel/contract';
import type { Indicator, Sighting } from '@chedun/intel/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getIndicator, listSightings, switchIndicator } from '../../api/intel.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useMay } from '../../app/session.ts';
import { useCursorList } from '../../app/useCursorList.ts';
import { formatCount } from '../../lib/format.ts';
import { formatTime } from '../../lib/time.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Facts, Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { AgoText, TimeText } from '../../ui/Time.tsx';
import { useSay } from '../../ui/useSay.ts';
import { IndicatorStateChip, TlpChip } from './chips.tsx';
import { SightingChart } from './SightingChart.tsx';
import { sightingColumns } from './sightingColumns.tsx';

/** One indicator: what it is, where it was seen, and the switch. */
export const IndicatorDrawer = ({ id, onClose }: { readonly id: number; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['intel-indicator', id], queryFn: ({ signal }) => getIndicator(id, signal) });
  const indicator = found.data;
  return (
    <Drawer
      open
      size={760}
      onClose={onClose}
      title={
        indicator === undefined ? (
          t('intel.value')
        ) : (
          <span className="row">
            <Chip>{t(`intel.kind.${indicator.kind}`)}</Chip>
            <span className="mono clip">{indicator.value}</span>
          </span>
        )
      }
      extra={indicator === undefined ? undefined : <Switch indicator={indicator} />}
    >
      {found.error !== null && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {indicator === undefined ? (
        found.error === null && <Skeleton active />
      ) : (
        <div className="stack">
          <IndicatorFacts indicator={indicator} />
          <Panel title={t('intel.history')}>
            <SightingChart days={30} indicator={indicator.id} />
          </Panel>
          <Seen id={indicator.id} />
        </div>
      )}
    </Drawer>
  );
};

const Switch = ({ indicator }: { readonly indicator: Indicator }) => {
  const { t } = useTranslation();
  const say = useSay();
  const may = useMay();
  const client = useQueryClient();
  const off = indicator.disabledBy !== null;
  const change = useMutation({
    mutationFn: () => switchIndicator(indicator.id, !off),
    onSuccess: () => {
      say.done(t(off ? 'intel.enabledDone' : 'intel.disabledDone'));
      for (const key of ['intel-indicator', 'intel-indicators', 'intel-feeds'])
        void client.invalidateQueries({ queryKey: [key] });
    },
    onError: say.problem,
  });
  if (!may(intelPermissions.write)) return null;
  return (
    <Button danger={!off} loading={change.isPending} onClick={() => change.mutate()}>
      {t(off ? 'intel.enable' : 'intel.disable')}
    </Button>
  );
};

const useValidity = ({ validFrom, validUntil }: Indicator): string => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const at = (text: string): string => formatTime(Date.parse(text), zone);
  const parts = [
    ...(validFrom === null ? [] : [t('intel.since', { at: at(validFrom) })]),
    ...(validUntil === null ? [] : [t('intel.until', { at: at(validUntil) })]),
  ];
  return parts.length === 0 ? t('intel.always') : parts.join(' ');
};

const IndicatorFacts = ({ indicator }: { readonly indicator: Indicator }) => {
  const { t } = useTranslation();
  const validity = useValidity(indicator);
  const { also, confidence, disabledBy, feed, killChain, labels, ref, reported, title, tlp } = indicator;
  const chips = (texts: readonly string[]) =>
    texts.length === 0 ? null : (
      <span className="row wrap">
        {texts.map((text) => (
          <Chip key={text}>{text}</Chip>
        ))}
      </span>
    );
  return (
    <Panel>
      <Facts
        items={[
          [
            t('intel.stateName'),
            <span key="state" className="row">
              <IndicatorStateChip state={indicator.state} />
              {disabledBy !== null && <span className="soft">{t('intel.disabledBy', { name: disabledBy })}</span>}
            </span>,
          ],
          [t('intel.title'), title],
          [t('intel.feed'), feed],
          [t('intel.confidence'), confidence],
          [t('intel.tlpName'), tlp === null ? null : <TlpChip key="tlp" tlp={tlp} />],
          [t('intel.validity'), validity],
          [t('intel.also'), chips(also.map(({ kind, value }) => `${t(`intel.kind.${kind}`)} ${value}`))],
          [t('intel.labels'), chips(labels)],
          [t('intel.killChain'), chips(killChain)],
          [
            t('intel.ref'),
            ref === '' ? null : (
              <span key="ref" className="mono">
                {ref}
              </span>
            ),
          ],
          [t('intel.addedAt'), <TimeText key="added" at={indicator.createdAt} />],
          [t('intel.sightings'), formatCount(indicator.sightings)],
          [t('intel.lastSeen'), <AgoText key="last" at={indicator.lastSeen} />],
          [t('intel.reported'), reported === 0 ? null : formatCount(reported)],
        ]}
      />
    </Panel>
  );
};

const Seen = ({ id }: { readonly id: number }) => {
  const { t } = useTranslation();
  const columns = useMemo(() => sightingColumns(t, 'one'), [t]);
  const list = useCursorList(['intel-sightings', 'of', id], (cursor, signal) =>
    listSightings({ indicator: id, cursor }, signal),
  );
  return (
    <Panel title={t('intel.hits')} body="flush">
      <DataTable<Sighting>
        {...list}
        columns={columns}
        rowKey={(row) => row.id}
        sorting="none"
        minWidth={700}
        empty={<EmptyState size="small" title={t('intel.noHits')} />}
      />
    </Panel>
  );
};
