import type { CaptureFinding } from '@chedun/captures/contract';
import type { TFunction } from 'i18next';

/** Detectors whose expectation stands in the dictionary: their ids with underscores. */
const KNOWN = [
  'can_ids_unknown_id',
  'can_ids_rare_id',
  'can_ids_interval',
  'can_ids_too_early',
  'can_ids_payload_length',
  'can_ids_constant_bits',
  'can_ids_counter',
  'can_ids_replay',
  'can_ids_order',
  'can_ids_bus_load',
  'can_ids_signal_range',
  'can_ids_signal_jump',
  'can_ids_security_access',
  'captures_uds_request',
  'captures_uds_key_refused',
  'captures_j1939_control',
  'captures_error_frames',
  'captures_remote_frames',
  'captures_lowest_id',
  'captures_log_fault',
  'v2x_range',
  'v2x_position_jump',
  'v2x_position_speed',
  'v2x_course',
  'v2x_acceleration',
  'v2x_speed_limit',
  'v2x_constant_position',
  'v2x_constant_speed',
  'v2x_speed_offset',
  'v2x_heading_reversal',
  'v2x_heading_speed',
  'v2x_sudden_appearance',
  'v2x_rate',
  'v2x_sybil',
  'v2x_replay',
  'v2x_timing',
  'captures_v2x_undecodable',
  'captures_ecu_event',
  'captures_ids_undecodable',
  'captures_clear_text_login',
  'captures_clear_text_service',
  'captures_old_tls',
  'captures_expired_certificate',
  'captures_protocol_anomaly',
  'captures_unregistered_host',
] as const;

/** What a detector expected, in the language of the reader; one that the dictionary does not know speaks for itself. */
export const expectationOf = (
  t: TFunction,
  { signal, expected }: Pick<CaptureFinding, 'signal' | 'expected'>,
): string => {
  const known = KNOWN.find((name) => name === signal.replaceAll(/[.-]/g, '_'));
  return known === undefined ? expected : t(`shouldBe.${known}`);
};
