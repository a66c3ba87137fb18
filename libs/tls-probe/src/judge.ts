import { factsOf, type EndpointFacts, type Expectation, type ProbeOutcome } from './facts.ts';
import { weaknessesOf, type Weakness } from './weaknesses.ts';

/**
 * Judges what the probes of an endpoint showed against what is expected of it: facts, and the weaknesses of the closed list
 * {@link Weakness}. An endpoint that could not be reached has facts and no weakness: nothing was proven.
 */
export const judge = (
  outcomes: readonly ProbeOutcome[],
  expected: Expectation,
): { readonly facts: EndpointFacts; readonly weaknesses: readonly Weakness[] } => {
  const facts = factsOf(outcomes, expected.host);
  return { facts, weaknesses: weaknessesOf(facts, expected) };
};
