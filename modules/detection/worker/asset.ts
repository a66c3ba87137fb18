import type { DecodedEvent } from '@chedun/logs';
import type { AssetRef } from '@chedun/governance/contract';

/** Longest id of an asset in the ledger. */
const MOST = 200;

/**
 * The asset that an alert is about. A vehicle when the record names one, except for records of the vehicle cloud that
 * name an account: there the account acts and the vehicle suffers.
 */
export const assetOf = (event: DecodedEvent, source: string): AssetRef => {
  const { vin, user, host, srcIp } = event.ocsf;
  const account = event.logsource.product === 'tsp' ? user : '';
  if (account !== '') return { kind: 'account', id: account.slice(0, MOST) };
  if (vin !== '') return { kind: 'vehicle', id: vin.slice(0, MOST) };
  if (host !== '') return { kind: 'host', id: host.slice(0, MOST) };
  if (srcIp !== '') return { kind: 'host', id: srcIp.slice(0, MOST) };
  if (user !== '') return { kind: 'account', id: user.slice(0, MOST) };
  return { kind: 'source', id: source };
};

/** The vehicle of a record when the alert is about somebody else. */
export const alsoConcerned = (event: DecodedEvent, asset: AssetRef): readonly AssetRef[] =>
  asset.kind !== 'vehicle' && event.ocsf.vin !== '' ? [{ kind: 'vehicle', id: event.ocsf.vin.slice(0, MOST) }] : [];
