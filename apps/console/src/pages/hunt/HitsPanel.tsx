import { FlagOutlined } from '@ant-design/icons';
import type { HuntDetail, HuntHit } from '@chedun/hunt/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { promoteHits } from '../../api/hunt.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatCount } from '../../lib/format.ts';
import { huntTitle, isOpen } from '../../lib/hunts.ts';
import { AssetLink } from '../../ui/AssetLink.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { TimeText } from '../../ui/Time.tsx';
import { shownColumn, textColumn, type Column } from '../../ui/columns.tsx';
import { useSay } from '../../ui/useSay.ts';

const keyOf = (hit: Pick<HuntHit, 'ruleId' | 'key'>): string => `${hit.ruleId} ${hit.key}`;
const fieldsText = (hit: HuntHit): string => hit.matched.map(({ field, value }) => `${field} = ${value}`).join('; ');

/** Hits of a hunt, with the fields that matched, and the way into the ledger. */
export const HitsPanel = ({ hunt, runs }: { readonly hunt: HuntDetail; readonly runs: boolean }) => {
  const { t } = useTranslation();
  const [keys, setKeys] = useState<readonly string[]>([]);
  const columns = useHitColumns(hunt);
  const shown = hunt.found.length;
  const hint = hunt.more
    ? t('hunt.foundMore', { hits: formatCount(hunt.hits), kept: formatCount(hunt.kept), shown: formatCount(shown) })
    : t('hunt.foundAll', { count: shown });
  // Alerts of a backfill are in the ledger already.
  const promotes = runs && hunt.kind !== 'backfill' && hunt.kept > hunt.promoted;
  const empty = isOpen(hunt) ? (
    <EmptyState title={t('hunt.notYet')} hint={t('hunt.notYetHint')} />
  ) : (
    <EmptyState title={t('hunt.noHits')} hint={t('hunt.noHitsHint')} />
  );
  return (
    <Panel
      title={t('hunt.found')}
      hint={shown > 0 ? hint : undefined}
      extra={promotes && <PromoteButton hunt={hunt} keys={keys} onDone={() => setKeys([])} />}
      body="flush"
    >
      <DataTable<HuntHit>
        rows={hunt.found}
        rowKey={keyOf}
        columns={columns}
        sorting="browser"
        minWidth={980}
        empty={empty}
        expand={(hit) => <HitFields hit={hit} />}
        {...(promotes ? { selection: { keys, onChange: setKeys } } : {})}
      />
    </Panel>
  );
};

const PromoteButton = ({
  hunt,
  keys,
  onDone,
}: {
  readonly hunt: HuntDetail;
  readonly keys: readonly string[];
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const promote = useMutation({
    mutationFn: () => {
      const chosen = new Set(keys);
      const hits = hunt.found
        .filter((hit) => chosen.has(keyOf(hit)))
        .slice(0, 1_000)
        .map(({ ruleId, key }) => ({ ruleId, key }));
      return promoteHits(hunt.id, hits.length === 0 ? {} : { hits });
    },
    onSuccess: ({ promoted }) => {
      say.done(promoted === 0 ? t('hunt.promotedNothing') : t('hunt.promoted', { count: promoted }));
      void client.invalidateQueries({ queryKey: ['hunt', hunt.id] });
      void client.invalidateQueries({ queryKey: ['findings'] });
      onDone();
    },
    onError: say.problem,
  });
  return (
    <Button size="small" icon={<FlagOutlined />} loading={promote.isPending} onClick={() => promote.mutate()}>
      {keys.length === 0 ? t('hunt.promoteAll') : t('hunt.promoteSome', { count: keys.length })}
    </Button>
  );
};

const useHitColumns = (hunt: HuntDetail): readonly Column<HuntHit>[] => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const titles = new Map(hunt.byRule.map((rule) => [rule.id, huntTitle(rule, language)]));
  const several = hunt.byRule.length > 1;
  return [
    shownColumn(
      'time',
      t('hunt.time'),
      (hit) => hit.time,
      (hit) => <TimeText at={hit.time} />,
      { width: 170 },
    ),
    ...(several
      ? [textColumn<HuntHit>('rule', t('hunt.rule'), (hit) => titles.get(hit.ruleId) ?? hit.ruleId, { clip: 'clip' })]
      : []),
    shownColumn(
      'subject',
      t('hunt.subject'),
      (hit) => hit.subject,
      (hit) => (hit.subject === '' ? '—' : <AssetLink asset={{ kind: hit.subjectKind, id: hit.subject }} />),
      { width: 220, clip: 'clip' },
    ),
    shownColumn(
      'message',
      t('hunt.message'),
      (hit) => hit.message,
      (hit) => (
        <span className="row" style={{ gap: 6 }}>
          <span className="clip">{hit.message}</span>
          {hit.promoted && <Chip tone="good">{t('hunt.inLedger')}</Chip>}
        </span>
      ),
      { clip: 'clip' },
    ),
    shownColumn(
      'matched',
      t('hunt.matched'),
      fieldsText,
      (hit) => <span className="mono clip">{fieldsText(hit)}</span>,
      { clip: 'clip' },
    ),
  ];
};

const HitFields = ({ hit }: { readonly hit: HuntHit }) => {
  const { t } = useTranslation();
  const events =
    hit.events.length > 0
      ? hit.events
      : [{ ref: { journal: hit.journal, seq: hit.seq, index: hit.index }, at: hit.time }];
  return (
    <div className="stack" style={{ gap: 6, padding: '2px 0 6px' }}>
      <strong>{t('hunt.matched')}</strong>
      <dl className="facts" style={{ margin: 0 }}>
        {hit.matched.map(({ field, value }, at) => (
          <FieldLine key={at} field={field} value={value} />
        ))}
      </dl>
      <strong>{t('hunt.events')}</strong>
      {events.map(({ ref, at }) => (
        <div key={`${ref.journal}/${ref.seq}/${ref.index}`} className="row">
          <span className="soft nowrap">
            <TimeText at={at} precise="millisecond" />
          </span>
          <Link
            to="/search"
            search={{
              q: `journal:${ref.journal} AND seq:${ref.seq} AND idx:${ref.index}`,
              range: `${Date.parse(at) - 1_000}-${Date.parse(at) + 1_000}`,
            }}
          >
            {t('hunt.openEvent')}
          </Link>
        </div>
      ))}
    </div>
  );
};

const FieldLine = ({ field, value }: { readonly field: string; readonly value: string }) => (
  <>
    <dt className="mono">{field}</dt>
    <dd className="mono">{value}</dd>
  </>
);
