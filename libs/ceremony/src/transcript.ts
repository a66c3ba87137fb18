import { sm3 } from '@chedun/gm';

/** A person of a ceremony. `person` is the same for a person and for tokens of that person. */
export interface CeremonyPerson {
  readonly name: string;
  readonly person: string;
}

/** A ceremony as it was proposed. */
export interface ProposedCeremony {
  readonly id: string;
  /** Written as JSON. */
  readonly plan: unknown;
  readonly proposer: CeremonyPerson;
  /** Milliseconds since 1970. */
  readonly proposedAt: number;
  readonly note: string;
}

/** What another person decided about it. */
export interface CeremonyDecision {
  readonly verdict: 'approve' | 'reject';
  readonly decider: CeremonyPerson;
  /** Milliseconds since 1970. */
  readonly decidedAt: number;
  readonly note: string;
}

/** A text that grows by whole lines, and its SM3. */
export interface CeremonyTranscript {
  /** Adds one line. Throws Error once {@link CeremonyTranscript.end} was called. */
  readonly say: (line: string) => void;
  /** The whole text, each line ended by LF, and the SM3 of its UTF-8 bytes. */
  readonly end: () => { readonly text: string; readonly sm3: Uint8Array };
}

/** Whether two persons of a ceremony are one; then the second may not decide. */
export const isSamePerson = (one: CeremonyPerson, two: CeremonyPerson): boolean => one.person === two.person;

const iso = (ms: number): string => new Date(ms).toISOString();
const oneLine = (text: string): string => text.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, ' ');

/** Begins the transcript of a ceremony with what was proposed and decided. */
export const openTranscript = (
  { id, plan, proposer, proposedAt, note }: ProposedCeremony,
  decision: CeremonyDecision,
): CeremonyTranscript => {
  const lines: string[] = [];
  let isOpen = true;
  const say = (line: string): void => {
    if (!isOpen) throw new Error('the transcript is closed');
    lines.push(oneLine(line));
  };
  const verb = decision.verdict === 'approve' ? 'approved' : 'rejected';
  say(`key ceremony ${id}`);
  say(`plan: ${JSON.stringify(plan)}`);
  say(`proposed by ${proposer.name} at ${iso(proposedAt)}: ${note}`);
  say(`${verb} by ${decision.decider.name} at ${iso(decision.decidedAt)}: ${decision.note}`);
  return {
    say,
    end: () => {
      isOpen = false;
      const text = `${lines.join('\n')}\n`;
      return { text, sm3: sm3(new TextEncoder().encode(text)) };
    },
  };
};
