export { isSamePerson, openTranscript } from './transcript.ts';
export type { CeremonyDecision, CeremonyPerson, CeremonyTranscript, ProposedCeremony } from './transcript.ts';
