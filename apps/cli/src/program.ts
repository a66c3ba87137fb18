import { Command, Option } from 'commander';
import { say, type Context } from './context.ts';

/** Adds a command, or a group of them, to the program. */
type AddCommands = (parent: Command, context: Context) => void;

/** Every command by its first word, in the order of the help. Loaded when needed: most runs need one. */
const GROUPS: Readonly<Record<string, () => Promise<AddCommands>>> = {
  start: async () => (await import('./commands/apps.ts')).startCommand,
  range: async () => (await import('./commands/apps.ts')).rangeCommand,
  config: async () => (await import('./commands/config-show.ts')).configCommands,
  inspect: async () => (await import('./commands/inspect.ts')).inspectCommand,
  ingest: async () => (await import('./commands/ingest.ts')).ingestCommand,
  sources: async () => (await import('./commands/sources.ts')).sourcesCommands,
  events: async () => (await import('./commands/events-search.ts')).eventsCommands,
  warnings: async () => (await import('./commands/warnings.ts')).warningsCommands,
  findings: async () => (await import('./commands/findings.ts')).findingsCommands,
  rules: async () => (await import('./commands/rules.ts')).rulesCommands,
  quality: async () => (await import('./commands/quality.ts')).qualityCommands,
  hunt: async () => (await import('./commands/hunt.ts')).huntCommand,
  hunts: async () => (await import('./commands/hunts.ts')).huntsCommands,
  backfill: async () => (await import('./commands/hunt-backfill.ts')).backfillCommand,
  correlations: async () => (await import('./commands/correlations.ts')).correlationsCommands,
  playbooks: async () => (await import('./commands/playbooks.ts')).playbooksCommands,
  incidents: async () => (await import('./commands/incidents.ts')).incidentsCommands,
  drills: async () => (await import('./commands/drills.ts')).drillsCommands,
  'duty-roster': async () => (await import('./commands/duty-roster.ts')).dutyRosterCommands,
  deadlines: async () => (await import('./commands/deadlines.ts')).deadlinesCommands,
  risks: async () => (await import('./commands/risks.ts')).risksCommands,
  filing: async () => (await import('./commands/filing.ts')).filingCommands,
  supervision: async () => (await import('./commands/supervision.ts')).supervisionCommands,
  oversight: async () => (await import('./commands/oversight.ts')).oversightCommands,
  documents: async () => (await import('./commands/documents.ts')).documentsCommands,
  workdays: async () => (await import('./commands/workdays.ts')).workdaysCommands,
  baselines: async () => (await import('./commands/baselines.ts')).baselinesCommands,
  assets: async () => (await import('./commands/assets-import.ts')).assetsCommands,
  vehicles: async () => (await import('./commands/vehicles.ts')).vehiclesCommands,
  zones: async () => (await import('./commands/zones.ts')).zonesCommands,
  exposure: async () => (await import('./commands/exposure.ts')).exposureCommands,
  suppliers: async () => (await import('./commands/suppliers.ts')).suppliersCommands,
  'access-reviews': async () => (await import('./commands/access-reviews.ts')).accessReviewsCommands,
  firewalls: async () => (await import('./commands/firewalls.ts')).firewallsCommands,
  'inspection-access': async () => (await import('./commands/inspection-access.ts')).inspectionAccessCommands,
  discovery: async () => (await import('./commands/discovery.ts')).discoveryCommands,
  gateway: async () => (await import('./commands/gateway.ts')).gatewayCommands,
  tables: async () => (await import('./commands/tables.ts')).tableCommands,
  telemetry: async () => (await import('./commands/telemetry.ts')).telemetryCommands,
  intel: async () => (await import('./commands/intel.ts')).intelCommands,
  cert: async () => (await import('./commands/cert.ts')).certCommands,
  crypto: async () => (await import('./commands/crypto.ts')).cryptoCommands,
  capture: async () => (await import('./commands/capture.ts')).captureCommands,
  can: async () => (await import('./commands/can.ts')).canCommands,
  v2x: async () => (await import('./commands/v2x.ts')).v2xCommands,
  posture: async () => (await import('./commands/posture.ts')).postureCommands,
  attestations: async () => (await import('./commands/attestations.ts')).attestationsCommands,
  organisation: async () => (await import('./commands/organisation.ts')).organisationCommands,
  'critical-infrastructure': async () =>
    (await import('./commands/critical-infrastructure.ts')).criticalInfrastructureCommands,
  training: async () => (await import('./commands/training.ts')).trainingCommands,
  policies: async () => (await import('./commands/policies.ts')).policiesCommands,
  audit: async () => (await import('./commands/audit.ts')).auditCommands,
  users: async () => (await import('./commands/users.ts')).usersCommands,
  retention: async () => (await import('./commands/retention.ts')).retentionCommands,
  journal: async () => (await import('./commands/journal-verify.ts')).journalCommands,
  logs: async () => (await import('./commands/logs.ts')).logsCommands,
  witness: async () => (await import('./commands/witness.ts')).witnessCommand,
  keys: async () => (await import('./commands/keys.ts')).keysCommands,
  store: async () => (await import('./commands/store.ts')).storeCommands,
  version: async () => (await import('./commands/version.ts')).versionCommand,
};

const rootCommand = (context: Context): Command =>
  new Command('chedun')
    .description(
      say(context, { zh: 'CheDun 车盾：车联网网络安全', en: 'CheDun 车盾: network security of connected vehicles' }),
    )
    .addOption(
      new Option(
        '--lang <language>',
        say(context, { zh: '语言（默认按 LANG）', en: 'language (default: LANG)' }),
      ).choices(['zh', 'en']),
    )
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError(say(context, { zh: '（用 --help 查看用法）', en: '(see the usage with --help)' }))
    .exitOverride();

/** The first word that names a command; undefined = all are needed, for help or to say what is wrong. */
const groupOf = (words: readonly string[]): string | undefined => {
  const [first = '', second = ''] = words[0] === '--lang' ? words.slice(2) : words;
  const name = first === 'user' ? 'users' : first;
  return Object.hasOwn(GROUPS, name) && second !== 'help' ? name : undefined;
};

/** The command line in the language of the context, as far as these words need it; wrong use throws `CommanderError`. */
export const buildProgram = async (context: Context, words: readonly string[]): Promise<Command> => {
  const program = rootCommand(context);
  const only = groupOf(words);
  for (const [name, load] of Object.entries(GROUPS)) {
    if (only === undefined || only === name) (await load())(program, context);
  }
  return program;
};
