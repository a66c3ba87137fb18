import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { everyPage } from '../lib/everyPage.ts';
import type { Page } from '../lib/everyPage.ts';

/** A list that the server hands out in pages with a cursor. */
export const useCursorList = <Row>(
  key: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
  options: { readonly refetchMs?: number } = {},
) => {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    ...(options.refetchMs === undefined ? {} : { refetchInterval: options.refetchMs }),
  });
  return {
    rows: query.data?.pages.flatMap((page) => page.items),
    total: query.data?.pages[0]?.total,
    error: query.error,
    onRetry: () => void query.refetch(),
    more: {
      available: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => void query.fetchNextPage(),
      all: () => everyPage(load),
    },
  };
};
