/** One field of a template. */
export interface TemplateField {
  readonly id: number;
  /** Private enterprise number, 0 for IANA elements. */
  readonly enterprise: number;
  /** Bytes, 65,535 for variable length. */
  readonly length: number;
}

/** Layout of the records of one data set. */
export interface Template {
  readonly fields: readonly TemplateField[];
  /** Option records describe the exporter and are no flows. */
  readonly isOptions: boolean;
  /** Fewest bytes a record can have. */
  readonly minBytes: number;
}

/** Length that announces a variable one (RFC 7011, section 7). */
export const VARIABLE = 65_535;

const MAX_EXPORTERS = 1024;
const MAX_TEMPLATES = 512;

/** Templates per exporter, domain and id. */
export interface TemplateStore {
  readonly get: (exporter: string, domain: number, id: number) => Template | undefined;
  readonly set: (exporter: string, domain: number, id: number, template: Template) => void;
  readonly remove: (exporter: string, domain: number, id: number) => void;
  readonly size: () => number;
}

const oldestOf = <Key>(map: ReadonlyMap<Key, unknown>): Key | undefined => map.keys().next().value;

/** A store of at most 1,024 exporter domains with 512 templates each; what is oldest goes first. */
export const createTemplateStore = (): TemplateStore => {
  const exporters = new Map<string, Map<number, Template>>();
  const set = (exporter: string, domain: number, id: number, template: Template): void => {
    const key = `${domain} ${exporter}`;
    const known = exporters.get(key) ?? new Map<number, Template>();
    exporters.delete(key);
    const oldest = oldestOf(exporters);
    if (exporters.size >= MAX_EXPORTERS && oldest !== undefined) exporters.delete(oldest);
    exporters.set(key, known);
    const first = oldestOf(known);
    if (known.size >= MAX_TEMPLATES && !known.has(id) && first !== undefined) known.delete(first);
    known.set(id, template);
  };
  return {
    get: (exporter, domain, id) => exporters.get(`${domain} ${exporter}`)?.get(id),
    set,
    remove: (exporter, domain, id) => void exporters.get(`${domain} ${exporter}`)?.delete(id),
    size: () => [...exporters.values()].reduce((sum, templates) => sum + templates.size, 0),
  };
};
