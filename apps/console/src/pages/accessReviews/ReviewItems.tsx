import { Decision, type ItemPage, type ReviewItem } from '@chedun/access-reviews/contract';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownColumn, type Column } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { accountColumns, DecisionChip } from './parts.tsx';

/** The buttons need room: what the page of the system shows is not repeated, and columns are narrower. */
const LEFT_OUT = ['kind', 'state', 'secondFactor'];
const NARROW: Readonly<Record<string, number>> = { name: 130, person: 90, flags: 210 };

const NONE: readonly ReviewItem[] = [];

type Choose = (item: ReviewItem, decision: Decision) => void;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

/** Keys of the list: arrows choose, 1 to 4 decide; after a decision the next one is chosen. */
const useKeys = (items: readonly ReviewItem[], onDecide: Choose | undefined, next: 0 | 1): number => {
  const [at, setAt] = useState(0);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (onDecide === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step !== 0) {
        event.preventDefault();
        setAt((old) => Math.max(0, Math.min(items.length - 1, old + step)));
        return;
      }
      const [item, decision] = [
        items[at],
        /^[1-4]$/.test(event.key) ? Decision.options[Number(event.key) - 1] : undefined,
      ];
      if (item === undefined || decision === undefined || item.isOwn) return;
      event.preventDefault();
      onDecide(item, decision);
      setAt((old) => Math.min(items.length - 1, old + next));
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [items, onDecide, at, next]);
  return at;
};

const decidedColumn = (t: TFunction): Column<ReviewItem> =>
  shownColumn(
    'decision',
    t('accessReviews.decision'),
    ({ decision }) => (decision === null ? '' : t(`accessReviews.decisions.${decision}`)),
    ({ decision, reason, decidedBy }) =>
      decision === null ? (
        <span className="faint">{t('accessReviews.undecided')}</span>
      ) : (
        <div>
          <DecisionChip decision={decision} /> <span className="faint">{decidedBy}</span>
          {reason !== '' && <div className="faint wrap-any">{reason}</div>}
        </div>
      ),
    { width: 150 },
  );

const Choices = ({ item, onDecide }: { readonly item: ReviewItem; readonly onDecide: Choose }) => {
  const { t } = useTranslation();
  if (item.isOwn) return <span className="faint">{t('accessReviews.own')}</span>;
  return (
    <span className="row" style={{ gap: 4 }}>
      {Decision.options.map((decision) => (
        <Button
          key={decision}
          size="small"
          danger={decision === 'remove'}
          type={item.decision === decision ? 'primary' : 'default'}
          onClick={() => onDecide(item, decision)}
        >
          {t(`accessReviews.decisions.${decision}`)}
        </Button>
      ))}
    </span>
  );
};

/** Accounts of a review with what was decided, and the buttons that decide. */
export const ReviewItems = ({
  found,
  onDecide,
  mayDecide,
  isLeft,
}: {
  readonly found: UseInfiniteQueryResult<InfiniteData<ItemPage>>;
  /** Undefined while nothing can be decided. */
  readonly onDecide: Choose | undefined;
  readonly mayDecide: boolean;
  /** Whether an account stays in the list when it is decided; else the next one takes its place. */
  readonly isLeft: boolean;
}) => {
  const { t } = useTranslation();
  const rows = useMemo(() => found.data?.pages.flatMap(({ items }) => items), [found.data]);
  const at = useKeys(rows ?? NONE, onDecide, isLeft ? 1 : 0);
  const chosen = rows?.[at]?.name;
  const columns = useMemo((): readonly Column<ReviewItem>[] => {
    const pointer = {
      key: 'pointer',
      title: '',
      width: 28,
      render: ({ name }: ReviewItem) => (mayDecide && name === chosen ? '▶' : ''),
    };
    const buttons = {
      key: 'choices',
      title: '',
      width: 252,
      render: (item: ReviewItem) => <Choices item={item} onDecide={onDecide ?? (() => undefined)} />,
    };
    const shown = accountColumns<ReviewItem>(t, ({ flags }) => flags.map((rule) => ({ rule })))
      .filter(({ key }) => !LEFT_OUT.includes(key))
      .map((column) => ({ ...column, ...(NARROW[column.key] === undefined ? {} : { width: NARROW[column.key] }) }));
    return mayDecide ? [pointer, ...shown, decidedColumn(t), buttons] : [...shown, decidedColumn(t)];
  }, [t, onDecide, mayDecide, chosen]);
  return (
    <DataTable
      columns={columns}
      rows={rows}
      rowKey={({ name }) => name}
      error={found.error}
      onRetry={() => void found.refetch()}
      sorting="none"
      more={{
        available: found.hasNextPage,
        loading: found.isFetchingNextPage,
        load: () => void found.fetchNextPage(),
      }}
      exportName="access-review"
      minWidth={1_150}
      empty={<EmptyState size="small" title={t('accessReviews.itemsEmpty')} hint={t('accessReviews.itemsEmptyHint')} />}
    />
  );
};
