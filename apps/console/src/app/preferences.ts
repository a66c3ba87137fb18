import { useSyncExternalStore } from 'react';
import { z } from 'zod';

const Preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  language: z.enum(['zh-CN', 'en']).catch('zh-CN'),
  /** `beijing` shows every time in UTC+8, as the legal deadlines are counted; `local` follows the browser. */
  zone: z.enum(['beijing', 'local']).catch('beijing'),
  /** The person put away the first steps of a fresh installation. */
  firstStepsPutAway: z.boolean().catch(false),
  sideFolded: z.boolean().catch(false),
});

/** What one person sets for one browser. */
export type Preferences = Readonly<z.output<typeof Preferences>>;

const KEY = 'chedun.preferences';
const listeners = new Set<() => void>();

const load = (): Preferences => {
  try {
    return Preferences.parse(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    return Preferences.parse({});
  }
};

let current: Preferences = load();

/** The preferences as they are now. */
export const preferences = (): Preferences => current;

/** Changes some of them and keeps them for the next visit. */
export const setPreferences = (change: Partial<Preferences>): void => {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that forbids storage still gets the change for this visit.
  }
  for (const listener of listeners) listener();
};

/** Calls back after every change. */
const onPreferences = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The preferences inside a component. */
export const usePreferences = (): Preferences => useSyncExternalStore(onPreferences, preferences);
