import { readdir, readFile } from 'node:fs/promises';
import { DocumentTemplate, fieldsOf } from './template.ts';
import { documentError } from './errors.ts';

const FOLDER = new URL('../../content/documents/', import.meta.url);

/** Templates that come with the product. */
export interface Templates {
  readonly all: () => Promise<readonly DocumentTemplate[]>;
  /** Throws `documents.unknown-template`. */
  readonly must: (id: string) => Promise<DocumentTemplate>;
}

const readOne = async (file: string): Promise<DocumentTemplate> => {
  const template = DocumentTemplate.parse(JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')));
  const names = fieldsOf(template).map(({ name }) => name);
  if (`${template.id}.json` !== file || new Set(names).size !== names.length)
    throw new Error(`the template ${file} has another id, or a field twice`);
  return template;
};

/** Opens the templates; files are read when they are first wanted. */
export const openTemplates = (): Templates => {
  let read: Promise<readonly DocumentTemplate[]> | undefined;
  const all = (): Promise<readonly DocumentTemplate[]> => {
    read ??= readdir(FOLDER).then((files) =>
      Promise.all(
        files
          .filter((file) => file.endsWith('.json'))
          .toSorted()
          .map(readOne),
      ),
    );
    return read;
  };
  return {
    all,
    must: async (id) => {
      const found = (await all()).find((each) => each.id === id);
      if (found === undefined) throw documentError('documents.unknown-template', { field: 'template' });
      return found;
    },
  };
};
