/** How sure an entry is: see {@link SevEntry}. */
export type Certainty =
  /** Id and symbol were both confirmed. */
  | 'confirmed'
  /** The id was confirmed; the symbol is a short form of ours for what the source describes. */
  | 'abbreviated'
  /** Only the range of ids of this family was confirmed, not which event is which. */
  | 'family'
  /** Neither is confirmed; never rely on it. */
  | 'unverified';

/** What an event definition id means in the standardised range, from secondary sources. */
export interface SevEntry {
  readonly name: string;
  readonly certainty: Certainty;
}

/** First and last id with its meaning. Manufacturers may remap ids (TPS_MANI_01339): a Security Extract goes first. */
export type SevRange = readonly [first: number, last: number, name: string, certainty: Certainty];

/** Standardised security events by id, ascending and disjoint. */
export const SEV_CATALOGUE: readonly SevRange[] = [
  [1, 4, 'ETHIF_SEV', 'unverified'],
  [5, 9, 'SOAD_SEV', 'unverified'],
  [10, 10, 'TCPIP_SEV', 'unverified'],
  [11, 11, 'TCPIP_SEV_DROP_INV_PORT_TCP', 'confirmed'],
  [12, 12, 'TCPIP_SEV_DROP_INV_PORT_UDP', 'confirmed'],
  [13, 13, 'TCPIP_SEV_DROP_INV_IPV4_ADDR', 'confirmed'],
  [14, 14, 'TCPIP_SEV_DROP_INV_IPV6_ADDR', 'confirmed'],
  [44, 44, 'SECOC_SEV_MAC_VERIFICATION_FAILED', 'confirmed'],
  [45, 45, 'SECOC_SEV_FRESHNESS_NOT_AVAILABLE', 'confirmed'],
  [50, 77, 'FIREWALL_SEV', 'family'],
  [100, 100, 'SECURITY_ACCESS_NEEDED', 'abbreviated'],
  [101, 101, 'AUTHENTICATION_NEEDED', 'abbreviated'],
  [102, 102, 'SECURITY_ACCESS_SUCCESSFUL', 'abbreviated'],
  [103, 103, 'SECURITY_ACCESS_FAILED', 'abbreviated'],
  [104, 104, 'AUTHENTICATION_SUCCESSFUL', 'abbreviated'],
  [105, 105, 'AUTHENTICATION_FAILED', 'abbreviated'],
  [106, 107, 'WRITE_DATA', 'family'],
  [110, 111, 'UP_DOWNLOAD', 'family'],
  [112, 113, 'FILE_TRANSFER', 'family'],
  [114, 115, 'COMM_CONTROL', 'family'],
  [116, 117, 'CLEAR_DTC', 'family'],
  [118, 119, 'CONTROL_DTC', 'family'],
  [120, 121, 'ECU_RESET', 'family'],
  [122, 123, 'ROUTINE', 'family'],
  [127, 127, 'DOIP_HEADER', 'abbreviated'],
  [128, 128, 'DOIP_ROUTING_ACTIVATION_FAILED', 'abbreviated'],
  [129, 129, 'DOIP_ROUTING_ACTIVATION_SUCCESSFUL', 'abbreviated'],
  [130, 130, 'DOIP_DIAG_MSG', 'abbreviated'],
  [133, 133, 'DM_IAM_DENIED', 'abbreviated'],
];

/** Meaning of a standardised id, undefined when the catalogue has none. */
export const sevEntry = (id: number): SevEntry | undefined => {
  const range = SEV_CATALOGUE.find(([first, last]) => id >= first && id <= last);
  return range === undefined ? undefined : { name: range[2], certainty: range[3] };
};

/** Who gives out an id of 16 bits. */
export type IdRange = 'autosar' | 'oem' | 'invalid';

/** 0x0000-0x7FFF AUTOSAR, 0x8000-0xFFFE manufacturer, 0xFFFF and above invalid. */
export const idRange = (id: number): IdRange => {
  if (id >= 0xffff) return 'invalid';
  return id >= 0x8000 ? 'oem' : 'autosar';
};
