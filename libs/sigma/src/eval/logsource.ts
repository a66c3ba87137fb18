import type { LogSource } from '../parse/types.ts';
import type { EventObject } from './layers.ts';
import { knownCategories, knownServices, windowsSource, type WindowsSource } from './windows.ts';

/**
 * Decides whether a rule's log source can concern an event. A component that the rule does not name fits everything.
 * A component that is known must be the same, without case: it is known when it is given for the event, or when the
 * channel and event id of a Windows event show it. What is not known fits everything: without knowledge no rule is
 * left out. Registry events are also seen by rules for `registry_event`.
 */
export const appliesTo = (rule: LogSource, event: object, given?: LogSource): boolean =>
  fits(rule, given, windowsOf(event as EventObject, given));

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
  fitsOne(rule.category, given?.category, windows?.categories, (category) => knownCategories.has(category)) &&
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
  if (derived?.includes(name) === true) return true;
  if (given !== undefined) return name === given.toLowerCase() || (name === 'registry_event' && REGISTRY.test(given));
  return derived === undefined || !canBeDerived(name);
};

const REGISTRY = /^registry_(?:add|set|delete|rename)$/i;
