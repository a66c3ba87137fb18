import { TLP_LEVELS, type Tlp } from '../indicator.ts';

/** Ids of the markings that everybody shares: TLP 1.0 (STIX 2.1, 7.2.1.4) and TLP 2.0 (extension definition of OASIS). */
const SHARED: Readonly<Record<string, Tlp>> = {
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9': 'clear',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da': 'green',
  'marking-definition--f88d31f6-486f-44da-b317-01333bde0b82': 'amber',
  'marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'red',
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487': 'clear',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'green',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'amber',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003': 'amber+strict',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1': 'red',
};

/** TLP 2.0 marking to export a level with. */
export const markingOf: Readonly<Record<Tlp, string>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/** A level from `TLP:AMBER+STRICT`, `amber`, `WHITE`; undefined for other texts. */
export const tlpNamed = (text: string): Tlp | undefined => {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/^tlp[:_-]?/, '');
  if (name === 'white') return 'clear';
  return TLP_LEVELS.find((level) => level === name);
};

const stricter = (a: Tlp | undefined, b: Tlp | undefined): Tlp | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return TLP_LEVELS.indexOf(a) >= TLP_LEVELS.indexOf(b) ? a : b;
};

/** Most own markings that are remembered of one bundle. */
const MOST_OWN = 1_000;

/** Levels of markings: the shared ones, and those that a bundle defined so far. */
export const openMarkings = () => {
  const own = new Map<string, Tlp>();
  return {
    /** Remembers a marking that a bundle defines itself. */
    define: (id: string, name: string): void => {
      const level = tlpNamed(name);
      if (level !== undefined && own.size < MOST_OWN) own.set(id, level);
    },
    /** The strictest level among markings. */
    of: (ids: readonly string[]): Tlp | undefined =>
      ids.map((id) => SHARED[id] ?? own.get(id)).reduce(stricter, undefined),
  };
};
