import type { LogSource } from '../parse/types.ts';
import type { EventObject } from './layers.ts';
import { knownServices, windowsSource, type WindowsSource } from './windows.ts';

/**
 * Decides whether a rule's log source can concern an event. A component that the rule does not name fits everything.
 * A component that is given for the event must be the same, without case. A component that is not given is taken
 * from the Windows channel and event id where the event has them, and fits everything otherwise: without knowledge
 * no rule is left out.
 */
export const appliesTo = (rule: LogSource, event: EventObject, given: LogSource | undefined): boolean =>
  fits(rule, given, windowsOf(event, given));

/** The Windows source of an event, unless the caller says it comes from another product. */
export const windowsOf = (event: EventObject, given: LogSource | undefined): WindowsSource | undefined => {
  const product = given?.product;
  return product === undefined || product === 'windows' || product.toLowerCase() === 'windows'
    ? windowsSource(event)
    : undefined;
};

/** As {@link appliesTo}, with the Windows source already known. */
export const fits = (rule: LogSource, given: LogSource | undefined, windows: WindowsSource | undefined): boolean =>
  fitsProduct(rule.product, given?.product, windows) &&
  fitsOne(rule.category, given?.category, windows?.categories, () => true) &&
  fitsOne(rule.service, given?.service, windows?.services, (service) => knownServices.has(service));

const fitsProduct = (
  wanted: string | undefined,
  given: string | undefined,
  windows: WindowsSource | undefined,
): boolean => {
  if (wanted === undefined) return true;
  const actual = given ?? (windows === undefined ? undefined : 'windows');
  return actual === undefined || wanted.toLowerCase() === actual.toLowerCase();
};

const fitsOne = (
  wanted: string | undefined,
  given: string | undefined,
  derived: readonly string[] | undefined,
  canBeDerived: (name: string) => boolean,
): boolean => {
  if (wanted === undefined) return true;
  const name = wanted.toLowerCase();
  if (given !== undefined) return name === given.toLowerCase();
  return derived === undefined || derived.includes(name) || !canBeDerived(name);
};
