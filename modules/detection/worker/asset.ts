import type { DecodedEvent } from '@chedun/logs';
import { DRILL_SOURCE, isDrill, type AssetRef } from '@chedun/governance/contract';

/** Longest id of an asset in the ledger. */
const MOST = 200;

/** What all vehicles of a campaign have in common; '' for other records. */
const signatureOf = ({ logsource, fields }: DecodedEvent): string =>
  logsource.category === 'fleet' && typeof fields['signature'] === 'string' ? fields['signature'] : '';

/**
 * The asset that an alert is about. A campaign over the fleet is about its signature, so that two of them are two alerts. A vehicle when the record names one, except for records of the vehicle cloud that
 * name an account: there the account acts and the vehicle suffers.
 */
export const assetOf = (event: DecodedEvent, source: string): AssetRef => {
  if (source === DRILL_SOURCE) return { kind: 'source', id: source };
  const { vin, user, host, srcIp } = event.ocsf;
  const signature = signatureOf(event);
  if (signature !== '') return { kind: 'platform', id: signature.slice(0, MOST) };
  const account = event.logsource.product === 'tsp' ? user : '';
  if (account !== '') return { kind: 'account', id: account.slice(0, MOST) };
  if (vin !== '') return { kind: 'vehicle', id: vin.slice(0, MOST) };
  if (host !== '') return { kind: 'host', id: host.slice(0, MOST) };
  if (srcIp !== '') return { kind: 'host', id: srcIp.slice(0, MOST) };
  if (user !== '') return { kind: 'account', id: user.slice(0, MOST) };
  return { kind: 'source', id: source };
};

/** A VIN has 17 signs; campaigns name the address of a vehicle whose VIN is not known. */
const vehicleOf = (name: unknown): readonly AssetRef[] =>
  typeof name === 'string' && name !== ''
    ? [{ kind: name.length === 17 && !/[.:]/.test(name) ? 'vehicle' : 'host', id: name.slice(0, MOST) }]
    : [];

/** Vehicles of a record when the alert is about somebody else. */
export const alsoConcerned = (event: DecodedEvent, asset: AssetRef): readonly AssetRef[] => {
  if (isDrill(asset)) return [];
  const { sample_vins: sample } = event.fields;
  if (signatureOf(event) !== '' && Array.isArray(sample)) return sample.slice(0, 10).flatMap(vehicleOf);
  return asset.kind !== 'vehicle' && event.ocsf.vin !== ''
    ? [{ kind: 'vehicle', id: event.ocsf.vin.slice(0, MOST) }]
    : [];
};
