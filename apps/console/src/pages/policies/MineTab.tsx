import type { Reading } from '@chedun/policies/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { listMine } from '../../api/policies.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatTime } from '../../lib/time.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { READING_TONE, ReadingChip } from './parts.tsx';

/** What the reader has to read, the most urgent first. */
export const MineTab = () => {
  const { t } = useTranslation();
  const mine = useQuery({ queryKey: ['policies', 'mine'], queryFn: ({ signal }) => listMine(signal) });
  if (mine.error !== null) return <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />;
  if (mine.data === undefined) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (mine.data.items.length === 0)
    return (
      <Panel>
        <EmptyState title={t('policies.mineEmpty')} hint={t('policies.mineEmptyHint')} />
      </Panel>
    );
  return (
    <div className="stack" style={{ gap: 10 }}>
      {mine.data.items.map((reading) => (
        <ReadingCard key={reading.id} reading={reading} />
      ))}
    </div>
  );
};

const ReadingCard = ({ reading }: { readonly reading: Reading }) => {
  const { t } = useTranslation();
  const { zone } = usePreferences();
  const { id, code, title, version, dueBy, state, at } = reading;
  return (
    <article className="reading-card" data-tone={READING_TONE[state]}>
      <div className="grow">
        <div className="row" style={{ gap: 8 }}>
          <b>{title}</b>
          <ReadingChip state={state} />
        </div>
        <div className="faint">
          {code} · {t('policies.versionOf', { number: version })} ·{' '}
          {at === null
            ? t('policies.dueBy', { day: dueBy })
            : t('policies.readAt', { at: formatTime(Date.parse(at), zone) })}
        </div>
      </div>
      <Link to="/policies/$id" params={{ id }}>
        <Button type={state === 'read' ? 'default' : 'primary'}>
          {t(state === 'read' ? 'policies.open' : 'policies.read')}
        </Button>
      </Link>
    </article>
  );
};
