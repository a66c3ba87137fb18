import type { BackMatter, Link, Metadata, Property } from './metadata.ts';

/** Who or what an observation comes from. */
export interface Origin {
  readonly actors: readonly {
    readonly type: 'tool' | 'assessment-platform' | 'party';
    readonly 'actor-uuid': string;
  }[];
}

export interface Component {
  readonly uuid: string;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly status: { readonly state: 'under-development' | 'operational' | 'disposition' | 'other' };
}

/** `observation`: what was seen, when, and until when it counts. */
export interface Observation {
  readonly uuid: string;
  readonly title?: string;
  readonly description: string;
  readonly props?: readonly Property[];
  readonly methods: readonly ('EXAMINE' | 'INTERVIEW' | 'TEST' | 'UNKNOWN')[];
  readonly types?: readonly string[];
  readonly origins?: readonly Origin[];
  readonly subjects?: readonly { readonly 'subject-uuid': string; readonly type: string; readonly title?: string }[];
  readonly 'relevant-evidence'?: readonly {
    readonly href?: string;
    readonly description: string;
    readonly props?: readonly Property[];
  }[];
  readonly collected: string;
  readonly expires?: string;
  readonly remarks?: string;
}

/** `finding`: the state of one objective of a control. */
export interface Finding {
  readonly uuid: string;
  readonly title: string;
  readonly description: string;
  readonly props?: readonly Property[];
  readonly target: {
    readonly type: 'objective-id' | 'statement-id';
    readonly 'target-id': string;
    readonly status: {
      readonly state: 'satisfied' | 'not-satisfied';
      readonly reason?: 'pass' | 'fail' | 'other';
      readonly remarks?: string;
    };
  };
  readonly 'related-observations'?: readonly { readonly 'observation-uuid': string }[];
  readonly 'related-risks'?: readonly { readonly 'risk-uuid': string }[];
}

/** `risk` with the status words of OSCAL. */
export interface Risk {
  readonly uuid: string;
  readonly title: string;
  readonly description: string;
  readonly statement: string;
  readonly props?: readonly Property[];
  readonly links?: readonly Link[];
  readonly status: 'open' | 'investigating' | 'remediating' | 'deviation-requested' | 'deviation-approved' | 'closed';
  readonly origins?: readonly Origin[];
  readonly deadline?: string;
  readonly remediations?: readonly {
    readonly uuid: string;
    readonly lifecycle: 'recommendation' | 'planned' | 'completed';
    readonly title: string;
    readonly description: string;
    readonly props?: readonly Property[];
  }[];
  readonly 'related-observations'?: readonly { readonly 'observation-uuid': string }[];
}

export interface ReviewedControls {
  readonly 'control-selections': readonly {
    readonly 'include-controls': readonly { readonly 'control-id': string }[];
  }[];
}

/** Model `assessment-results`. */
export interface AssessmentResults {
  readonly 'assessment-results': {
    readonly uuid: string;
    readonly metadata: Metadata;
    readonly 'import-ap': { readonly href: string };
    readonly results: readonly {
      readonly uuid: string;
      readonly title: string;
      readonly description: string;
      readonly start: string;
      readonly end: string;
      readonly props?: readonly Property[];
      readonly 'local-definitions': {
        readonly components: readonly Component[];
        readonly 'assessment-assets': {
          readonly components: readonly Component[];
          readonly 'assessment-platforms': readonly { readonly uuid: string; readonly title: string }[];
        };
      };
      readonly 'reviewed-controls': ReviewedControls;
      readonly observations?: readonly Observation[];
      readonly risks?: readonly Risk[];
      readonly findings?: readonly Finding[];
    }[];
    readonly 'back-matter'?: BackMatter;
  };
}

export interface PoamItem {
  readonly uuid: string;
  readonly title: string;
  readonly description: string;
  readonly props?: readonly Property[];
  readonly 'related-findings'?: readonly { readonly 'finding-uuid': string }[];
  readonly 'related-observations'?: readonly { readonly 'observation-uuid': string }[];
  readonly 'related-risks'?: readonly { readonly 'risk-uuid': string }[];
}

/** Model `plan-of-action-and-milestones`. */
export interface ActionPlan {
  readonly 'plan-of-action-and-milestones': {
    readonly uuid: string;
    readonly metadata: Metadata;
    readonly 'system-id': { readonly 'identifier-type': string; readonly id: string };
    readonly 'local-definitions': { readonly components: readonly Component[] };
    readonly observations?: readonly Observation[];
    readonly risks?: readonly Risk[];
    readonly findings?: readonly Finding[];
    readonly 'poam-items': readonly PoamItem[];
    readonly 'back-matter'?: BackMatter;
  };
}
