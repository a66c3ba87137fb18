/**
 * OCSF 1.x class uids that the normalisers emit (schema.ocsf.io). The two registry classes belong to the
 * `win` extension (uid 2): class uid = extension × 100000 + category × 1000 + class.
 */
export const OCSF_CLASS = {
  base: 0,
  fileSystem: 1001,
  kernelExtension: 1002,
  module: 1005,
  scheduledJob: 1006,
  process: 1007,
  eventLog: 1008,
  registryKey: 201_001,
  registryValue: 201_002,
  windowsService: 201_004,
  detectionFinding: 2004,
  accountChange: 3001,
  authentication: 3002,
  authorizeSession: 3003,
  groupManagement: 3006,
  network: 4001,
  http: 4002,
  dns: 4003,
  dhcp: 4004,
  rdp: 4005,
  smb: 4006,
  ssh: 4007,
  ftp: 4008,
  email: 4009,
  ntp: 4013,
  apiActivity: 6003,
} as const;

/**
 * The vehicle extension of OCSF that this project publishes (OCSF has no category for road vehicles). Extension uid 990
 * is not registered with OCSF: it lies outside the allocated numbers and changes when one is granted. Attributes: see
 * README.md.
 */
export const VEHICLE_CLASS = {
  /** Security event of an ECU (AUTOSAR IDS). Category 1, system activity. */
  ecuSecurityEvent: 99_001_001,
  /** Telemetry frame of a vehicle (GB/T 32960, JT/T 808). Category 1. */
  telemetry: 99_001_002,
  /** Misbehaviour seen in V2X messages. Category 2, findings. */
  v2xMisbehaviour: 99_002_001,
  /** Frames on an in-vehicle bus. Category 4, network activity. */
  canActivity: 99_004_001,
  /** Command from a platform to a vehicle. Category 6, application activity. */
  remoteCommand: 99_006_001,
  /** Step of an over-the-air update. Category 6. */
  otaActivity: 99_006_002,
} as const;

/** OCSF `severity_id`. */
export const SEVERITY = { unknown: 0, informational: 1, low: 2, medium: 3, high: 4, critical: 5, fatal: 6 } as const;

/** OCSF `status_id`. */
export const STATUS = { unknown: 0, success: 1, failure: 2 } as const;
