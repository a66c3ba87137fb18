import { everyPage } from '../lib/everyPage.ts';
import { assetSummary, listHosts, listServices } from './assets.ts';

/** Names of the inventory that a unit may hold, with zones and models. */
export const assetNames = async (signal?: AbortSignal) => {
  const [hosts, services, summary] = await Promise.all([
    everyPage((cursor) => listHosts({ limit: 200, ...(cursor === undefined ? {} : { cursor }) }, signal)),
    everyPage((cursor) => listServices({ limit: 200, ...(cursor === undefined ? {} : { cursor }) }, signal)),
    assetSummary(signal),
  ]);
  const live = hosts.rows.filter(({ status }) => status !== 'retired');
  return {
    hosts: live.map(({ name }) => name),
    zones: [...new Set(live.map(({ zone }) => zone))].filter((zone) => zone !== '').toSorted(),
    services: services.rows.filter(({ status }) => status !== 'retired').map(({ name }) => name),
    models: summary.models.map(({ model }) => model).filter((model) => model !== ''),
  };
};
