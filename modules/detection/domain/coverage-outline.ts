import type { Bilingual } from '@chedun/kernel';
import type { Framework } from '../contract.ts';

interface Named extends Bilingual {
  readonly id: string;
}

/** Tactic of a framework; a retired one belongs to older versions and is shown only where rules still name it. */
interface Tactic extends Named {
  readonly retired?: boolean | undefined;
}

/** Where a list comes from and how far it was checked. */
interface Origin {
  readonly source: string;
  readonly verified: boolean;
  readonly note: string;
  readonly noteZh: string;
}

/** The lists of threats that coverage is measured against. */
export interface CoverageDictionary {
  readonly attack: Origin & {
    readonly tactics: readonly Tactic[];
    readonly techniques: readonly Named[];
    /** Tactics of a technique, by its id without the part of the sub-technique. */
    readonly tacticsOf: ReadonlyMap<string, readonly string[]>;
  };
  readonly ics: Origin & {
    readonly tactics: readonly Tactic[];
    readonly techniques: readonly (Named & { readonly tactic: string })[];
  };
  readonly atm: Origin & { readonly tactics: readonly Tactic[] };
  readonly r155: Origin & {
    readonly groups: readonly Named[];
    readonly threats: readonly (Named & { readonly group: string })[];
    readonly examples: readonly (Named & { readonly threat: string })[];
  };
  readonly gbt45181: Origin & {
    readonly steps: readonly Named[];
    readonly sources: readonly Named[];
    readonly categories: readonly (Bilingual & { readonly category: string; readonly source: string })[];
  };
}

/** Which rules belong somewhere: any of the tags and any of the categories; an empty list asks for nothing. */
export interface Belonging {
  readonly tags: readonly string[];
  readonly categories: readonly string[];
}

interface Titled {
  readonly id: string;
  readonly title: Bilingual;
}

/** One line of a framework. */
interface OutlineRow extends Belonging {
  readonly id: string;
  /** Null where rules name something that the dictionary does not know. */
  readonly title: Bilingual | null;
  /** What the line is an example or a part of. */
  readonly parent: Titled | null;
}

/** One column of a framework: a tactic, a group of threats, a source of data. */
interface OutlineGroup extends Belonging, Titled {
  readonly retired: boolean;
  readonly rows: readonly OutlineRow[];
}

const titleOf = ({ zh, en }: Bilingual): Bilingual => ({ zh, en });
const tagsOfTactic = (namespace: string, id: string): readonly string[] => [
  ...new Set([`${namespace}.${id}`, `${namespace}.${id.replaceAll('-', '_')}`]),
];
const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id.localeCompare(b.id, 'en', { numeric: true });

/** Tactics among which version 18 and later differ: a rule says which of them it means. */
const EVASION: readonly string[] = ['stealth', 'defense-impairment', 'defense-evasion'];

/** Tactics under which an enterprise technique stands. */
const placesOf = (tactics: readonly string[], named: ReadonlySet<string>): readonly string[] => {
  const certain = tactics.filter((tactic) => !EVASION.includes(tactic));
  const said = tactics.filter((tactic) => EVASION.includes(tactic) && named.has(tactic));
  const places = [...certain, ...said];
  return places.length > 0 ? places : tactics.slice(0, 1);
};

/** What rules say of techniques: the tactics that they name together with each of them. */
export type NamedTogether = ReadonlyMap<string, ReadonlySet<string>>;

const enterprise = ({ attack }: CoverageDictionary, together: NamedTogether): readonly OutlineGroup[] => {
  const known = new Map(attack.techniques.map((technique) => [technique.id, technique]));
  const ids = [...new Set([...known.keys(), ...together.keys()])].filter((id) => /^T1\d{3}(\.\d{3})?$/.test(id));
  const rows = ids.toSorted().map((id) => {
    const named = known.get(id);
    const parent = id.includes('.') ? known.get(id.slice(0, 5)) : undefined;
    const below = id.includes('.') ? [] : ids.filter((each) => each.startsWith(`${id}.`));
    const said = together.get(id) ?? new Set();
    const row: OutlineRow = {
      id,
      title: named === undefined ? null : titleOf(named),
      parent: parent === undefined ? null : { id: parent.id, title: titleOf(parent) },
      tags: [id, ...below].map((each) => `attack.${each.toLowerCase()}`),
      categories: [],
    };
    return { row, places: placesOf(attack.tacticsOf.get(id.slice(0, 5)) ?? [...said], said) };
  });
  return attack.tactics.map((tactic) => ({
    id: tactic.id,
    title: titleOf(tactic),
    retired: tactic.retired === true,
    tags: tagsOfTactic('attack', tactic.id),
    categories: [],
    rows: rows.filter(({ places }) => places.includes(tactic.id)).map(({ row }) => row),
  }));
};

const industrial = ({ ics }: CoverageDictionary, together: NamedTogether): readonly OutlineGroup[] => {
  const known = new Set(ics.techniques.map(({ id }) => id));
  const foreign = [...together].filter(([id]) => /^T0\d{3}$/.test(id) && !known.has(id));
  const rowOf = (id: string, title: Bilingual | null): OutlineRow => ({
    id,
    title,
    parent: null,
    tags: [`attack.${id.toLowerCase()}`],
    categories: [],
  });
  return ics.tactics.map((tactic) => ({
    id: tactic.id,
    title: titleOf(tactic),
    retired: false,
    tags: tagsOfTactic('attack', tactic.id),
    categories: [],
    rows: [
      ...ics.techniques.filter((each) => each.tactic === tactic.id).map((each) => rowOf(each.id, titleOf(each))),
      ...foreign.filter(([, named]) => named.has(tactic.id)).map(([id]) => rowOf(id, null)),
    ].toSorted(byId),
  }));
};

/** The matrix of vehicles has no list of techniques here: its tactics are opened by the kind of data that shows them. */
const automotive = ({ atm, gbt45181 }: CoverageDictionary): readonly OutlineGroup[] =>
  atm.tactics.map((tactic) => {
    const tags = tagsOfTactic('atm', tactic.id);
    const rows = gbt45181.categories.map((each) => ({
      id: each.category,
      title: titleOf(each),
      parent: null,
      tags,
      categories: [each.category],
    }));
    return { id: tactic.id, title: titleOf(tactic), retired: false, tags, categories: [], rows };
  });

const annex5 = ({ r155 }: CoverageDictionary): readonly OutlineGroup[] =>
  r155.groups.map((group) => {
    const threats = r155.threats.filter((threat) => threat.group === group.id);
    const rows = threats.flatMap((threat) =>
      r155.examples
        .filter((example) => example.threat === threat.id)
        .map((example) => ({
          id: example.id,
          title: titleOf(example),
          parent: { id: threat.id, title: titleOf(threat) },
          tags: [`r155.${example.id}`],
          categories: [],
        })),
    );
    const tags = [`r155.${group.id}`, ...rows.flatMap((row) => row.tags)];
    return { id: group.id, title: titleOf(group), retired: false, tags, categories: [], rows };
  });

const behaviour = ({ gbt45181 }: CoverageDictionary): readonly OutlineGroup[] => {
  const tags = gbt45181.steps.map(({ id }) => `gbt45181.${id}`);
  return gbt45181.sources.map((source) => {
    const rows = gbt45181.categories
      .filter((each) => each.source === source.id)
      .map((each) => ({ id: each.category, title: titleOf(each), parent: null, tags, categories: [each.category] }));
    const categories = rows.length === 0 ? [''] : rows.map(({ id }) => id);
    return { id: source.id, title: titleOf(source), retired: false, tags, categories, rows };
  });
};

/** Groups and lines of a framework, before anything is counted. */
export const outlineOf = (
  framework: Framework,
  dictionary: CoverageDictionary,
  together: NamedTogether,
): readonly OutlineGroup[] => {
  switch (framework) {
    case 'attack':
      return enterprise(dictionary, together);
    case 'ics':
      return industrial(dictionary, together);
    case 'atm':
      return automotive(dictionary);
    case 'r155':
      return annex5(dictionary);
    case 'gbt45181':
      return behaviour(dictionary);
  }
};
