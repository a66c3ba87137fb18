import { emptyCore, STATUS, type BinaryFormat, type DecodedEvent, type OcsfCore } from '@chedun/logs';

/** A flat event of one of the protocol libraries. */
export interface FlatEvent {
  readonly time: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Text of a field; '' when it is none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
/** Number of a field; 0 when it is none. */
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Parts of a message that are there, with blanks between. */
export const sentence = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');

/** A broker does not tell where a message came from: then the fields are left out. */
const withoutPeer = (fields: FlatEvent['fields']): FlatEvent['fields'] =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'src_ip' && name !== 'src_port'));

/**
 * A flat event with the columns that all protocols of vehicles share. The log source also stands in the fields, as in
 * every record of ours, so that a stored event still tells it.
 */
export const vehicleEvent = (
  format: BinaryFormat,
  category: string,
  { time, fields: told }: FlatEvent,
  columns: Partial<OcsfCore>,
): DecodedEvent => {
  const fields = told['src_ip'] === '' ? withoutPeer(told) : told;
  return {
    time,
    format,
    fields: { product: 'vehicle', category, ...fields },
    logsource: { product: 'vehicle', category },
    ocsf: {
      ...emptyCore(),
      statusId: fields['status'] === 'ok' ? STATUS.success : STATUS.failure,
      vin: textOf(fields['vin']),
      srcIp: textOf(fields['src_ip']),
      srcPort: numberOf(fields['src_port']),
      protocol: textOf(fields['protocol']),
      provider: textOf(fields['protocol']),
      ...columns,
    },
    bodyJson: undefined,
  };
};
