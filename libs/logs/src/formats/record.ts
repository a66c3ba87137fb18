import type { LogFormat } from '../event.ts';
import type { FieldDraft } from '../text/field-map.ts';
import type { Normalised } from './shape.ts';

/** What a reader of a text format gives. */
export interface TextRecord extends Normalised {
  readonly format: LogFormat;
  readonly fields: FieldDraft;
}
