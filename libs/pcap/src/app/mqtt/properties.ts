import { hexOf } from '../text.ts';
import { MqttReader } from './reader.ts';

type Kind = 'byte' | 'two' | 'four' | 'variable' | 'text' | 'binary' | 'pair';

/** Properties of MQTT 5.0, table 2-4: identifier, name and type. */
const PROPERTIES: Readonly<Record<number, readonly [string, Kind]>> = {
  1: ['payload_format_indicator', 'byte'],
  2: ['message_expiry_interval', 'four'],
  3: ['content_type', 'text'],
  8: ['response_topic', 'text'],
  9: ['correlation_data', 'binary'],
  11: ['subscription_identifier', 'variable'],
  17: ['session_expiry_interval', 'four'],
  18: ['assigned_client_identifier', 'text'],
  19: ['server_keep_alive', 'two'],
  21: ['authentication_method', 'text'],
  22: ['authentication_data', 'binary'],
  23: ['request_problem_information', 'byte'],
  24: ['will_delay_interval', 'four'],
  25: ['request_response_information', 'byte'],
  26: ['response_information', 'text'],
  28: ['server_reference', 'text'],
  31: ['reason_string', 'text'],
  33: ['receive_maximum', 'two'],
  34: ['topic_alias_maximum', 'two'],
  35: ['topic_alias', 'two'],
  36: ['maximum_qos', 'byte'],
  37: ['retain_available', 'byte'],
  38: ['user_property', 'pair'],
  39: ['maximum_packet_size', 'four'],
  40: ['wildcard_subscription_available', 'byte'],
  41: ['subscription_identifier_available', 'byte'],
  42: ['shared_subscription_available', 'byte'],
};

const MAX_PROPERTIES = 256;

const readValue = (reader: MqttReader, kind: Kind): unknown => {
  switch (kind) {
    case 'byte':
      return reader.uint(1);
    case 'two':
      return reader.uint(2);
    case 'four':
      return reader.uint(4);
    case 'variable':
      return reader.variable();
    case 'text':
      return reader.text();
    case 'binary':
      return hexOf(reader.binary());
    case 'pair':
      return [reader.text(), reader.text()];
  }
};

const readAll = (reader: MqttReader): Readonly<Record<string, unknown>> | undefined => {
  const properties = new Map<string, unknown>();
  for (let count = 0; reader.left > 0 && !reader.failed && count < MAX_PROPERTIES; count += 1) {
    const known = PROPERTIES[reader.variable()];
    if (known === undefined) {
      reader.failed = true;
      break;
    }
    const value = readValue(reader, known[1]);
    if (known[1] === 'pair' && Array.isArray(value)) properties.set(String(value[0]), value[1]);
    else properties.set(known[0], value);
  }
  return properties.size === 0 ? undefined : Object.fromEntries(properties);
};

/**
 * The properties that MQTT 5 has at this place (2.2.2); undefined where there are none, as in earlier versions. User
 * properties stand under their own names; an unknown identifier fails the reader.
 */
export const readProperties = (reader: MqttReader, version: number): Readonly<Record<string, unknown>> | undefined => {
  if (version < 5 || reader.left === 0) return undefined;
  const inner = new MqttReader(reader.raw(reader.variable()));
  const properties = readAll(inner);
  if (inner.failed) reader.failed = true;
  return properties;
};
