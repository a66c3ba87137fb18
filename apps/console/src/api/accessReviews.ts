import {
  AccessOverview,
  AccessReview,
  AccountPage,
  AccountsImported,
  ItemPage,
  PeopleImported,
  SystemDetail,
  SystemRemoved,
  type AccessRuleId,
  type AccessSettings,
  type AccountQuery,
  type DecideBody,
  type ImportFormat,
  type ItemQuery,
} from '@chedun/access-reviews/contract';
import { call, fetchApi } from './client.ts';
import { saveBlob } from './download.ts';

const system = (id: string, rest = ''): string => `/access-reviews/systems/${encodeURIComponent(id)}${rest}`;
const review = (id: string, rest = ''): string => `/access-reviews/reviews/${encodeURIComponent(id)}${rest}`;

export const getAccessOverview = (signal?: AbortSignal) => call('GET', '/access-reviews', AccessOverview, { signal });

export const getAccessSystem = (id: string, signal?: AbortSignal) => call('GET', system(id), SystemDetail, { signal });

/** What a list of accounts is narrowed to. */
export interface AccountFilter {
  readonly q?: string | undefined;
  readonly rule?: AccessRuleId | undefined;
  readonly only?: 'flagged' | undefined;
  readonly sort?: AccountQuery['sort'];
}

export const listAccessAccounts = (
  id: string,
  query: AccountFilter & { readonly cursor?: string },
  signal?: AbortSignal,
) => call('GET', system(id, '/accounts'), AccountPage, { query: { ...query }, signal });

export const collectOwnAccounts = () => call('POST', '/access-reviews/collect-own', AccessOverview);

export const importAccounts = ({
  file,
  ...query
}: {
  readonly format: ImportFormat;
  readonly system: string;
  readonly source: string;
  readonly apply: 'yes' | 'no';
  readonly file: Blob;
}) => call('POST', '/access-reviews/import', AccountsImported, { query, bytes: file });

export const importPeople = (file: Blob) => call('POST', '/access-reviews/people', PeopleImported, { bytes: file });

export const changeAccessSettings = (settings: AccessSettings) =>
  call('PUT', '/access-reviews/settings', AccessOverview, { body: settings });

export const removeAccessSystem = (id: string) => call('DELETE', system(id), SystemRemoved);

export const openAccessReview = (id: string) => call('POST', system(id, '/reviews'), AccessReview);

export const getAccessReview = (id: string, signal?: AbortSignal) => call('GET', review(id), AccessReview, { signal });

export const listReviewItems = (
  id: string,
  query: { readonly show?: ItemQuery['show']; readonly cursor?: string },
  signal?: AbortSignal,
) => call('GET', review(id, '/items'), ItemPage, { query, signal });

export const decideAccess = ({ id, body }: { readonly id: string; readonly body: DecideBody }) =>
  call('POST', review(id, '/decisions'), AccessReview, { body });

export const completeAccessReview = (id: string) => call('POST', review(id, '/completion'), AccessReview);

export const downloadReviewRecord = async (id: string): Promise<void> => {
  const response = await fetchApi('GET', review(id, '/record'));
  saveBlob(await response.blob(), `access-review-${id}.json`);
};
