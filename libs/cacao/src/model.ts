import { isObject, type JsonObject, type JsonValue } from './json.ts';

/** Types of workflow steps (CACAO 2.0 section 4.2). */
export const STEP_KINDS = [
  'start',
  'end',
  'action',
  'playbook-action',
  'parallel',
  'if-condition',
  'while-condition',
  'switch-condition',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** A variable (section 10.18). */
export interface Variable {
  readonly type: string;
  readonly description: string;
  readonly value: string | null;
  readonly isConstant: boolean;
  readonly isExternal: boolean;
}

/** A command (section 5) as far as every type has it; `raw` is the whole. */
export interface Command {
  readonly type: string;
  readonly description: string;
  /** What is to be done, as a person reads it: `command`, or `content`, or what `command_b64` and `content_b64` hold. */
  readonly text: string;
  readonly raw: JsonObject;
}

interface StepBase {
  /** Its key in the workflow. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Milliseconds before the step begins. */
  readonly delay: number | undefined;
  /** Milliseconds after which the step has failed. */
  readonly timeout: number | undefined;
  readonly onCompletion: string | undefined;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly variables: Readonly<Record<string, Variable>>;
}
interface Arguments {
  readonly inArgs: readonly string[];
  readonly outArgs: readonly string[];
}

/** A workflow step (section 4). */
export type Step = StepBase &
  (
    | { readonly kind: 'start' | 'end' }
    | (Arguments & {
        readonly kind: 'action';
        readonly commands: readonly Command[];
        readonly agent: string;
        readonly targets: readonly string[];
      })
    | (Arguments & {
        readonly kind: 'playbook-action';
        readonly playbook: string;
        readonly version: string | undefined;
      })
    | { readonly kind: 'parallel'; readonly next: readonly string[] }
    | {
        readonly kind: 'if-condition';
        readonly condition: string;
        readonly onTrue: string;
        readonly onFalse: string | undefined;
      }
    | { readonly kind: 'while-condition'; readonly condition: string; readonly onTrue: string }
    | {
        readonly kind: 'switch-condition';
        readonly subject: string;
        readonly cases: readonly (readonly [string, string])[];
      }
  );

/** What is read of a playbook; `raw` is the JSON object as it came, every unknown field kept. */
export interface Playbook {
  readonly raw: JsonObject;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly created: string;
  readonly modified: string;
  readonly isRevoked: boolean;
  readonly validFrom: string | undefined;
  readonly validUntil: string | undefined;
  readonly start: string;
  readonly exception: string | undefined;
  readonly steps: ReadonlyMap<string, Step>;
  readonly variables: Readonly<Record<string, Variable>>;
}

/** Text under a key, or undefined. */
export const textAt = (object: JsonObject, key: string): string | undefined => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' ? value : undefined;
};
/** Object under a key, or an empty one. */
export const objectAt = (object: JsonObject, key: string): JsonObject => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isObject(value) ? value : {};
};
/** Texts of the list under a key; others are left out. */
export const textsAt = (object: JsonObject, key: string): readonly string[] => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return Array.isArray(value) ? value.filter((each: JsonValue) => typeof each === 'string') : [];
};
const numberAt = (object: JsonObject, key: string): number | undefined => {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'number' && value > 0 ? value : undefined;
};

const variablesAt = (object: JsonObject, key: string): Readonly<Record<string, Variable>> =>
  Object.fromEntries(
    Object.entries(objectAt(object, key)).flatMap(([name, value]) =>
      isObject(value)
        ? [
            [
              name,
              {
                type: textAt(value, 'type') ?? '',
                description: textAt(value, 'description') ?? '',
                value: textAt(value, 'value') ?? null,
                isConstant: value['constant'] === true,
                isExternal: value['external'] === true,
              },
            ] as const,
          ]
        : [],
    ),
  );

const decoded = (base64: string | undefined): string | undefined => {
  if (base64 === undefined || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(base64)) return undefined;
  try {
    const bytes = Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
};

const commandOf = (raw: JsonValue): readonly Command[] => {
  if (!isObject(raw)) return [];
  const text =
    textAt(raw, 'command') ??
    decoded(textAt(raw, 'command_b64')) ??
    textAt(raw, 'content') ??
    decoded(textAt(raw, 'content_b64')) ??
    '';
  return [{ type: textAt(raw, 'type') ?? '', description: textAt(raw, 'description') ?? '', text, raw }];
};

const baseOf = (id: string, raw: JsonObject): StepBase => ({
  id,
  name: textAt(raw, 'name') ?? '',
  description: textAt(raw, 'description') ?? '',
  delay: numberAt(raw, 'delay'),
  timeout: numberAt(raw, 'timeout'),
  onCompletion: textAt(raw, 'on_completion'),
  onSuccess: textAt(raw, 'on_success'),
  onFailure: textAt(raw, 'on_failure'),
  variables: variablesAt(raw, 'step_variables'),
});

const stepOf = (id: string, raw: JsonObject): Step | undefined => {
  const base = baseOf(id, raw);
  const args = { inArgs: textsAt(raw, 'in_args'), outArgs: textsAt(raw, 'out_args') };
  const condition = textAt(raw, 'condition') ?? '';
  const onTrue = textAt(raw, 'on_true') ?? '';
  const kind = STEP_KINDS.find((each) => each === raw['type']);
  switch (kind) {
    case undefined:
      return undefined;
    case 'start':
    case 'end':
      return { ...base, kind };
    case 'action': {
      const list = raw['commands'];
      const commands = Array.isArray(list) ? list.flatMap(commandOf) : [];
      return { ...base, ...args, kind, commands, agent: textAt(raw, 'agent') ?? '', targets: textsAt(raw, 'targets') };
    }
    case 'playbook-action':
      return {
        ...base,
        ...args,
        kind,
        playbook: textAt(raw, 'playbook_id') ?? '',
        version: textAt(raw, 'playbook_version'),
      };
    case 'parallel':
      return { ...base, kind, next: textsAt(raw, 'next_steps') };
    case 'if-condition':
      return { ...base, kind, condition, onTrue, onFalse: textAt(raw, 'on_false') };
    case 'while-condition':
      return { ...base, kind, condition, onTrue };
    case 'switch-condition': {
      const cases = Object.entries(objectAt(raw, 'cases')).flatMap(([name, to]) =>
        typeof to === 'string' ? [[name, to] as const] : [],
      );
      return { ...base, kind, subject: textAt(raw, 'switch') ?? '', cases };
    }
  }
};

/** Reads what the checks and the interpreter need; what does not fit is left out, and stays in `raw`. */
export const playbookOf = (raw: JsonObject): Playbook => {
  const steps = new Map<string, Step>();
  for (const [id, value] of Object.entries(objectAt(raw, 'workflow'))) {
    const step = isObject(value) ? stepOf(id, value) : undefined;
    if (step !== undefined) steps.set(id, step);
  }
  return {
    raw,
    id: textAt(raw, 'id') ?? '',
    name: textAt(raw, 'name') ?? '',
    description: textAt(raw, 'description') ?? '',
    created: textAt(raw, 'created') ?? '',
    modified: textAt(raw, 'modified') ?? '',
    isRevoked: raw['revoked'] === true,
    validFrom: textAt(raw, 'valid_from'),
    validUntil: textAt(raw, 'valid_until'),
    start: textAt(raw, 'workflow_start') ?? '',
    exception: textAt(raw, 'workflow_exception'),
    steps,
    variables: variablesAt(raw, 'playbook_variables'),
  };
};
