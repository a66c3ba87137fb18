import { z } from 'zod';
import { keysSchema } from './keys-schema.ts';

const port = z.int().min(0).max(65_535);
/** Of TLCP: where the multiplication by a private number is done. */
const decryption = z.enum(['openssl', 'engine']).default('openssl');
/** Name of an SM2 key in the key store. */
const storedKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/)
  .optional();
const secret = z.string().min(1).max(4_096).meta({ secret: true });
const path = z.string().min(1).max(4_096).meta({ path: true });
/** One server or several with commas, each with or without scheme and login. */
const NATS_URLS = /^(?:(?:nats|tls):\/\/)?[^\s,/]+(?:,(?:(?:nats|tls):\/\/)?[^\s,/]+)*$/;
/** Subject of NATS: tokens between dots; `*` is one whole token, `>` the rest. */
const NATS_SUBJECT = /^(?:(?:[^\s.*>]+|\*)\.)*(?:[^\s.*>]+|\*|>)$/;
/** Lower-case slug that names a source. */
const source = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/);
/** Topic filter of MQTT 3.1.1: `+` is one whole level, `#` the whole rest. */
const TOPIC_FILTER = /^(?:(?:[^+#\0/]*|\+)\/)*(?:[^+#\0/]+|\+|#|(?<=\/))$/;
const pair = { cert: path.optional(), key: path.optional() };

/**
 * Every setting of the product with its default. A port of 0 turns that listener off.
 * The name in `chedun.yaml` is the path (`http.publicUrl`), in the environment `CHEDUN_HTTP_PUBLIC_URL`,
 * as a flag `--http-public-url`.
 */
export const configSchema = z.strictObject({
  dataDir: path.default('.chedun').describe('Folder that holds everything the product stores'),
  role: z.enum(['all']).default('all').describe('Which parts this process runs'),
  server: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional()
    .describe('Server that the command line speaks to; absent = http.publicUrl, else http.host and http.port'),
  token: secret.optional().describe('API token of the command line; made in the console'),
  http: z.strictObject({
    host: z.string().min(1).max(255).default('127.0.0.1').describe('Address that API and console listen on'),
    port: port.default(8_088).describe('Port of API and console'),
    publicUrl: z.url().max(2_048).optional().describe('Address that browsers use, when a proxy stands in front'),
    tls: z.strictObject({
      cert: path.optional().describe('PEM file of the certificate chain; with a key it turns on TLS'),
      key: path.optional().describe('PEM file of the private key'),
    }),
    tlcp: z.strictObject({
      port: port.default(0).describe('Port of API and console over TLCP (GB/T 38636), beside the other one'),
      signCert: path.optional().describe('PEM file of the SM2 certificate that signs, authorities behind it'),
      signKey: path.optional().describe('PEM file of its private key'),
      signKeyName: storedKey.describe('Name of its private key in the key store, in place of a file'),
      encryptCert: path.optional().describe('PEM file of the SM2 certificate for encryption'),
      encryptKey: path.optional().describe('PEM file of its private key'),
      encryptKeyName: storedKey.describe('Name of its private key in the key store, in place of a file'),
      decryption: decryption.describe('Who uses the key for encryption: OpenSSL, or the faster engine (see docs)'),
    }),
  }),
  records: z.strictObject({
    url: secret.optional().describe('PostgreSQL URL; absent = the embedded PostgreSQL'),
  }),
  events: z.strictObject({
    url: secret.optional().describe('ClickHouse URL; absent = the embedded event store'),
    memoryMb: z.int().min(256).max(1_048_576).default(1_024).describe('Memory limit of the embedded event store'),
  }),
  bus: z.strictObject({
    natsUrl: secret
      .regex(NATS_URLS, 'nats://host:port or tls://host:port, several with commas')
      .optional()
      .describe('NATS URL: every frame is also stored there before its sender is acknowledged; absent = journal only'),
    natsMonitorUrls: z
      .array(z.url({ protocol: /^https?$/ }).max(2_048))
      .max(16)
      .default([])
      .describe('Monitoring addresses of all NATS servers (http://host:8222): proof that they flush to disk'),
  }),
  keys: keysSchema,
  ingest: z.strictObject({
    host: z.string().min(1).max(255).default('127.0.0.1').describe('Address that the log listeners bind'),
    syslogUdpPort: port.default(5_514).describe('Syslog over UDP'),
    syslogTcpPort: port.default(5_514).describe('Syslog over TCP'),
    syslogTlsPort: port.default(0).describe('Syslog over TLS; needs ingest.tls'),
    tls: z.strictObject({
      cert: pair.cert.describe('PEM file of the certificate chain of syslog over TLS'),
      key: pair.key.describe('PEM file of its private key'),
    }),
    gbt32960Port: port.default(32_960).describe('GB/T 32960.3 platform port for vehicles'),
    vehicles: z
      .int()
      .min(1_000)
      .max(10_000_000)
      .default(2_000_000)
      .describe('Vehicles whose last report is remembered by the detectors; about 200 bytes each, as they come'),
    vehicleEventsPerSecond: z
      .int()
      .min(0)
      .max(100_000)
      .default(300)
      .describe('Reports without alarms that become searchable events; the columns of all others are kept too'),
    jtt808Port: port.default(0).describe('JT/T 808 port for terminals of commercial vehicles'),
    gbt32960TlsPort: port.default(0).describe('GB/T 32960.3 over TLS; needs ingest.vehicleTls'),
    jtt808TlsPort: port.default(0).describe('JT/T 808 over TLS; needs ingest.vehicleTls'),
    vehicleTls: z.strictObject({
      cert: path.optional().describe('PEM file of the certificate chain of the TLS ports for vehicles'),
      key: path.optional().describe('PEM file of its private key'),
      ca: path.optional().describe('PEM file of the authorities whose client certificates count'),
      clientCertificate: z
        .enum(['optional', 'required'])
        .default('optional')
        .describe('Whether a client without a certificate of those authorities is turned away'),
    }),
    gbt32960TlcpPort: port.default(0).describe('GB/T 32960.3 over TLCP (GB/T 38636); needs ingest.vehicleTlcp'),
    jtt808TlcpPort: port.default(0).describe('JT/T 808 over TLCP (GB/T 38636); needs ingest.vehicleTlcp'),
    vehicleTlcp: z.strictObject({
      signCert: path.optional().describe('PEM file of the SM2 certificate that signs, authorities behind it'),
      signKey: path.optional().describe('PEM file of its private key'),
      signKeyName: storedKey.describe('Name of its private key in the key store, in place of a file'),
      encryptCert: path.optional().describe('PEM file of the SM2 certificate for encryption'),
      encryptKey: path.optional().describe('PEM file of its private key'),
      encryptKeyName: storedKey.describe('Name of its private key in the key store, in place of a file'),
      ca: path.optional().describe('PEM file of the authorities whose client certificates count'),
      clientCertificate: z
        .enum(['optional', 'required'])
        .default('optional')
        .describe('Whether a client without a certificate of those authorities is turned away'),
      crls: z
        .array(path)
        .max(64)
        .default([])
        .describe('Files with revocation lists of those authorities, PEM or DER; read again when they change'),
      issuingAuthorities: z
        .array(z.string().min(1).max(64))
        .max(64)
        .default([])
        .describe('Authorities of CheDun itself, by name, whose revocation lists count as well'),
      revocation: z
        .enum(['if-known', 'required'])
        .default('if-known')
        .describe('Whether a client of whom no current revocation list speaks is let in'),
      decryption: decryption.describe('Who uses the key for encryption: OpenSSL, or the faster engine (see docs)'),
    }),
    jtt809Port: port.default(0).describe('JT/T 809 main link for platforms that forward vehicles'),
    idsPort: port.default(0).describe('AUTOSAR IDS messages over UDP'),
    idsExtract: path.optional().describe('Security Extract (ARXML) that names the security events of the vehicles'),
    v2xPort: port.default(0).describe('V2X messages of roadside units over UDP, one T/CSAE 53 message a datagram'),
    roadsideUnits: z
      .array(
        z.strictObject({
          id: z.string().min(1).max(64),
          from: z.string().min(1).max(1_024),
          lat: z.number().min(-90).max(90),
          lon: z.number().min(-180).max(180),
        }),
      )
      .max(4_096)
      .default([])
      .describe('Roadside units by address or topic, with their position; empty = any may send'),
    netflowPort: port.default(0).describe('NetFlow version 5, version 9 and IPFIX over UDP'),
    netflowExporters: z
      .array(z.union([z.ipv4(), z.ipv6()]))
      .max(1_024)
      .default([])
      .describe('Addresses whose flow records are taken; empty = everybody'),
    mqtt: z.strictObject({
      url: z
        .url({ protocol: /^mqtts?$/ })
        .max(2_048)
        .optional()
        .describe('Broker of the operator, mqtt:// or mqtts://; absent = no subscription'),
      clientId: z
        .string()
        .regex(/^[0-9A-Za-z_-]{1,64}$/)
        .default('chedun')
        .describe('Name of this process at the broker; the broker keeps messages for it while it is away'),
      username: z.string().min(1).max(256).optional().describe('Account at the broker'),
      passwordFile: path.optional().describe('File with its password'),
      caFile: path
        .optional()
        .describe('PEM file of the authorities that vouch for the broker; absent = the public ones'),
      topics: z
        .array(
          z.strictObject({
            topic: z.string().max(1_024).regex(TOPIC_FILTER, 'a topic filter of MQTT 3.1.1'),
            format: z.enum(['autosar-ids', 'v2x', 'v2x-spdu', 'ndjson']),
            source,
          }),
        )
        .max(64)
        .default([])
        .describe('What is subscribed to: topic filter, format of its messages, source they become'),
    }),
    nats: z.strictObject({
      subjects: z
        .array(z.strictObject({ subject: z.string().max(255).regex(NATS_SUBJECT, 'a subject of NATS'), source }))
        .max(64)
        .default([])
        .describe('Subjects of bus.natsUrl that carry signed V2X messages (SPDU), one a message; source they become'),
    }),
    watchFolders: z
      .array(z.strictObject({ path, source }).meta({ path: true }))
      .max(64)
      .default([])
      .describe('Folders whose new files are taken in'),
    maxBodyMb: z.int().min(1).max(4_096).default(64).describe('Largest request body of an upload, uncompressed'),
  }),
  gateway: z.strictObject({
    sourceFramesPerSecond: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .describe('Frames a second of one address or platform; above it reading is held back; 0 = no limit'),
    vehicleFramesPerMinute: z
      .int()
      .min(0)
      .max(60_000)
      .default(0)
      .describe('Frames a minute of one vehicle on a connection of its own; 0 = no limit'),
    graceSeconds: z
      .int()
      .min(1)
      .max(3_600)
      .default(60)
      .describe('A sender that is held back for so long without a pause is disconnected'),
  }),
  enrolment: z.strictObject({
    host: z.string().min(1).max(255).default('127.0.0.1').describe('Address that the certificate protocols bind'),
    port: port.default(0).describe('OCSP, revocation lists, EST and CMP for devices'),
    tls: z.strictObject({
      cert: path.optional().describe('PEM file of the certificate chain; with a key it turns on TLS'),
      key: path.optional().describe('PEM file of its private key'),
    }),
  }),
  exposure: z.strictObject({
    allowPrivate: z
      .boolean()
      .default(false)
      .describe('Also probes private and loopback addresses: for tests, and for networks without a public address'),
  }),
  pipeline: z.strictObject({
    workers: z.int().min(1).max(256).default(1).describe('Threads that decode and detect'),
  }),
  correlation: z.strictObject({
    latenessSeconds: z
      .int()
      .min(0)
      .max(3_600)
      .default(15)
      .describe('Events that come this much out of order still find their place; alerts come that much later'),
    groups: z
      .int()
      .min(1_000)
      .max(20_000_000)
      .default(1_000_000)
      .describe('Groups of all correlations on one stream; what lies beyond is refused and told'),
    memoryMb: z
      .int()
      .min(16)
      .max(65_536)
      .default(256)
      .describe('Memory of the windows of all correlations on one stream'),
  }),
  baselines: z.strictObject({
    memoryMb: z
      .int()
      .min(16)
      .max(65_536)
      .default(256)
      .describe('Memory of all that behaviour rules learn; what lies beyond is refused and told'),
    lookBackDays: z
      .int()
      .min(0)
      .max(184)
      .default(14)
      .describe('Days of kept logs that a new behaviour rule learns from before it judges; 0 = none'),
  }),
  quality: z.strictObject({
    drillRulesPerRound: z
      .int()
      .min(1)
      .max(2_000)
      .default(100)
      .describe('Rules whose test events are played every ten minutes at most; each rule is due once a day'),
  }),
  rules: z.strictObject({
    folders: z.array(path).max(64).default([]).describe('Folders with further Sigma rules'),
  }),
  warnings: z.strictObject({
    privateRanges: z
      .array(z.union([z.cidrv4(), z.cidrv6()]))
      .max(64)
      .default([])
      .describe('Private address ranges (CIDR) that channels may send to; empty = public addresses only'),
    scoresPerRun: z
      .int()
      .min(100)
      .max(100_000)
      .default(2_000)
      .describe('Assets whose risk one run (a minute) computes anew at most; others wait for the next'),
    findingsPerAsset: z
      .int()
      .min(10)
      .max(5_000)
      .default(200)
      .describe('Newest findings of an asset that its risk is computed from'),
  }),
  v2x: z.strictObject({
    verifyPort: port.default(0).describe('Signed V2X messages (SPDU) to be verified, one a datagram over UDP'),
    threads: z.int().min(1).max(64).default(1).describe('Threads that verify V2X messages; started with the first one'),
    signers: z
      .int()
      .min(100)
      .max(1_000_000)
      .default(20_000)
      .describe('Signers of V2X messages that each thread keeps ready; about 4 KB each'),
    leapSeconds: z
      .int()
      .min(0)
      .max(30)
      .default(5)
      .describe('Seconds that the clock of V2X messages is ahead of UTC counted from 2004; 0 when senders count UTC'),
    undecidedRegion: z
      .enum(['accept', 'reject'])
      .default('accept')
      .describe('What becomes of a certificate whose region (of a country) cannot be compared with a place'),
    applications: z
      .array(
        z.strictObject({
          aid: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
          mostAgeMs: z.int().min(1).max(86_400_000).default(2_000),
          mostAheadMs: z.int().min(0).max(86_400_000).default(1_000),
          needsLocation: z.boolean().default(false),
          ssp: z
            .string()
            .regex(/^(?:[0-9a-f]{2}){1,31}$/)
            .optional(),
        }),
      )
      .max(256)
      .default([])
      .describe('Applications of V2X messages (AID): age in milliseconds, place, bits that permissions must hold'),
  }),
  demo: z.strictObject({
    seed: z.boolean().default(true).describe('Seed the demonstration company into an empty store'),
  }),
  log: z.strictObject({
    level: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'])
      .default('info')
      .describe('Least severe level that is written'),
    file: path.optional().describe('Log file; absent = standard output'),
  }),
});

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: DeepReadonly<T[Name]> }
    : T;

/** The settings of one process; paths are absolute. */
export type Config = DeepReadonly<z.output<typeof configSchema>>;
