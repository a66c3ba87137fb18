import type { FrameEvent, FrameMeta } from '@chedun/gbt32960';
import { emptyCore, SEVERITY, STATUS, VEHICLE_CLASS, type DecodedEvent, type OcsfDraft } from '@chedun/logs';

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Alarm level of the frame (0 to 4) as OCSF severity; a frame that is not well-formed is at least low. */
const severityOf = (fields: FrameEvent['fields']): number => {
  const level = number(fields['alarm_level']);
  const broken = fields['status'] !== 'ok' ? SEVERITY.low : SEVERITY.informational;
  const byLevel = [SEVERITY.informational, SEVERITY.medium, SEVERITY.medium, SEVERITY.high, SEVERITY.critical][level];
  return Math.max(broken, byLevel ?? SEVERITY.informational);
};

const realtimeText = (fields: FrameEvent['fields']): string => {
  const parts = [
    typeof fields['speed_kmh'] === 'number' ? `${fields['speed_kmh']} km/h` : '',
    typeof fields['soc_pct'] === 'number' ? `SOC ${fields['soc_pct']} %` : '',
    Array.isArray(fields['alarms']) && fields['alarms'].length > 0 ? `alarms ${fields['alarms'].join(',')}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
};

const messageOf = (fields: FrameEvent['fields']): string =>
  [`GB/T 32960 ${text(fields['cmd'])}`, fields['status'] === 'ok' ? '' : text(fields['status']), realtimeText(fields)]
    .filter((part) => part !== '')
    .join(' ');

/** Gives an event of the codec the columns that the store indexes; rules see the codec's own field names. */
export const gbt32960Event = ({ time, fields }: FrameEvent): DecodedEvent => {
  const ocsf: OcsfDraft = emptyCore();
  ocsf.classUid = VEHICLE_CLASS.telemetry;
  ocsf.severityId = severityOf(fields);
  ocsf.statusId = fields['status'] === 'ok' ? STATUS.success : STATUS.failure;
  ocsf.vin = text(fields['vin']);
  ocsf.user = text(fields['platform_user']);
  ocsf.srcIp = text(fields['src_ip']);
  ocsf.srcPort = number(fields['src_port']);
  ocsf.protocol = 'gbt32960';
  ocsf.provider = 'gbt32960';
  ocsf.eventCode = text(fields['cmd']);
  ocsf.url = text(fields['upgrade_url']);
  ocsf.message = messageOf(fields);
  return {
    time,
    format: 'gbt32960',
    fields,
    logsource: { product: 'vehicle', category: 'gbt32960' },
    ocsf,
    bodyJson: undefined,
  };
};

/** Bytes of a connection that belong to no frame. */
export const garbageEvent = (bytes: number, meta: FrameMeta): FrameEvent => ({
  time: undefined,
  fields: {
    protocol: 'gbt32960',
    cmd: 'garbage',
    status: 'garbage',
    skipped_bytes: bytes,
    src_ip: meta.srcIp,
    src_port: meta.srcPort,
  },
});
