import {
  agentTargets,
  authentications,
  extensionDefinition,
  extensions,
  externalReference,
  flag,
  id,
  markings,
  oneOf,
  signature,
  text,
  time,
  variables,
} from './definitions.ts';
import type { Fields, Rule } from './rule.ts';

const references: Rule = { kind: 'list', of: externalReference, min: 1 };
const identifiers: Rule = { kind: 'list', of: id, min: 1 };
const texts: Rule = { kind: 'list', of: text, min: 1 };
const percent: Rule = { kind: 'number', whole: 'whole', min: 0, max: 100 };

const step = (type: string, fields: Fields, needs: readonly string[] = []): Rule => ({
  kind: 'object',
  fields: {
    type: oneOf(type),
    name: text,
    description: text,
    external_references: references,
    delay: { kind: 'number', whole: 'whole', min: 1 },
    timeout: { kind: 'number', whole: 'whole' },
    step_variables: variables,
    owner: id,
    on_completion: id,
    on_success: id,
    on_failure: id,
    step_extensions: extensions,
    ...fields,
  },
  needs: ['type', ...needs],
});

/** Command (section 5): the vocabulary of its type is open, so all fields of every type are taken. */
const command: Rule = {
  kind: 'object',
  fields: {
    type: text,
    description: text,
    version: text,
    playbook_activity: text,
    external_references: { kind: 'list', of: externalReference },
    ...Object.fromEntries(
      'command command_b64 content content_b64 content_type headers content_yaml_b64 timestamp_from'
        .split(' ')
        .map((name) => [name, { kind: 'any' }] as const),
    ),
  },
  needs: ['type'],
};

/** Workflow steps (section 4) by their type. */
const steps: Readonly<Record<string, Rule>> = {
  start: step('start', {}),
  end: step('end', {}),
  action: step(
    'action',
    {
      commands: { kind: 'list', of: command, min: 1 },
      agent: id,
      targets: identifiers,
      in_args: texts,
      out_args: texts,
    },
    ['commands', 'agent'],
  ),
  'playbook-action': step(
    'playbook-action',
    { playbook_id: id, playbook_version: time, in_args: texts, out_args: texts },
    ['playbook_id'],
  ),
  parallel: step('parallel', { next_steps: { kind: 'list', of: id, min: 2 } }, ['next_steps']),
  'if-condition': step('if-condition', { condition: text, on_true: id, on_false: id }, ['condition', 'on_true']),
  'while-condition': step('while-condition', { condition: text, on_true: id }, ['condition', 'on_true']),
  'switch-condition': step(
    'switch-condition',
    { switch: text, cases: { kind: 'map', keys: /^[a-zA-Z0-9_-]{0,250}/, of: id } },
    ['switch', 'cases'],
  ),
};

const summary: Rule = {
  kind: 'object',
  fields: Object.fromEntries(
    'manual_playbook external_playbooks parallel_processing if_logic while_logic switch_logic temporal_logic data_markings digital_signatures countersigned_signatures extensions'
      .split(' ')
      .map((name) => [name, flag] as const),
  ),
};

/** A playbook (section 3.1). */
export const playbookRule: Rule = {
  kind: 'object',
  fields: {
    type: oneOf('playbook'),
    spec_version: oneOf('cacao-2.0'),
    id,
    name: text,
    description: text,
    playbook_types: { kind: 'list', of: text },
    playbook_activities: texts,
    playbook_processing_summary: summary,
    created_by: id,
    created: time,
    modified: time,
    revoked: flag,
    valid_from: time,
    valid_until: time,
    derived_from: identifiers,
    related_to: identifiers,
    priority: percent,
    severity: percent,
    impact: percent,
    industry_sectors: texts,
    labels: texts,
    external_references: references,
    markings: identifiers,
    playbook_variables: variables,
    workflow_start: id,
    workflow_exception: id,
    workflow: { kind: 'by-key', rules: steps },
    playbook_extensions: extensions,
    authentication_info_definitions: { kind: 'by-key', rules: authentications, min: 1 },
    agent_definitions: { kind: 'by-key', rules: agentTargets, min: 1 },
    target_definitions: { kind: 'by-key', rules: agentTargets, min: 1 },
    extension_definitions: { kind: 'by-key', rules: { 'extension-definition': extensionDefinition } },
    data_marking_definitions: { kind: 'by-key', rules: markings },
    signatures: { kind: 'list', of: signature, min: 1 },
  },
  needs: ['type', 'spec_version', 'id', 'name', 'created_by', 'created', 'modified', 'workflow_start', 'workflow'],
};
