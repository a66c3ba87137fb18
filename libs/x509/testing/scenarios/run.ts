import { ANY_POLICY, formatPem, validatePath } from '../../src/index.ts';
import { hasOpenssl, openssl } from '../openssl.ts';
import type { Folder } from '../openssl.ts';
import { AT, inputOf, kitOf } from './kit.ts';
import type { Case, Scenario } from './kit.ts';

/** What a scenario came to. */
export interface Outcome {
  readonly name: string;
  readonly expected: string;
  readonly got: string;
}

/** Judges a scenario with our validator. */
export const judgeScenario = async (scenario: Scenario): Promise<Outcome & { readonly made: Case }> => {
  const made = await scenario.make(kitOf());
  const result = validatePath(inputOf(made));
  const problems = result.kind === 'valid' ? ['valid'] : result.reasons.map((each) => each.problem as string);
  const got = problems.includes(scenario.expected) ? scenario.expected : problems.join(', ');
  return { name: scenario.name, expected: scenario.expected, got, made };
};

const pem = (label: string, list: readonly { readonly raw: Uint8Array }[]): string =>
  list.map(({ raw }) => formatPem({ label, bytes: raw })).join('');

const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'sslserver',
  '1.3.6.1.5.5.7.3.2': 'sslclient',
};

const optionsOf = ({ input = {}, crls }: Case, crlFile: string): readonly string[] => {
  const isAddress = /^[\d.]+$/.test(input.host ?? '');
  return [
    ...(input.purpose === undefined ? [] : ['-purpose', PURPOSES[input.purpose] ?? 'any']),
    ...(input.host === undefined ? [] : [isAddress ? '-verify_ip' : '-verify_hostname', input.host]),
    ...(input.policies ?? [ANY_POLICY]).flatMap((policy) => ['-policy', policy]),
    ...(input.requirePolicy === true ? ['-explicit_policy'] : []),
    ...(input.inhibitMapping === true ? ['-inhibit_map'] : []),
    ...(input.inhibitAnyPolicy === true ? ['-inhibit_any'] : []),
    ...(crls === undefined ? [] : ['-crl_check_all', '-extended_crl', '-use_deltas', '-CRLfile', crlFile]),
  ];
};

/** Whether openssl finds the same chain valid, in a folder. */
export const opensslSays = (made: Case, folder: Folder): 'valid' | string => {
  const anchor = folder.write('anchor.pem', pem('CERTIFICATE', [made.anchor]));
  const end = folder.write('end.pem', pem('CERTIFICATE', [made.certificate]));
  const between = folder.write('between.pem', pem('CERTIFICATE', made.intermediates));
  const crls = folder.write(
    'crls.pem',
    pem(
      'X509 CRL',
      (made.crls ?? []).map((each) => each.crl),
    ),
  );
  const untrusted = made.intermediates.length === 0 ? [] : ['-untrusted', between];
  const time = ['-attime', String(AT / 1000), '-policy_check'];
  const { ok, output } = openssl(['verify', ...time, ...optionsOf(made, crls), '-CAfile', anchor, ...untrusted, end]);
  return ok ? 'valid' : (/error \d+ at[^:]*: ?(.*)/.exec(output)?.[1] ?? output.slice(0, 200));
};

/** Whether openssl is to be asked about a scenario. */
export const isForOpenssl = (scenario: Scenario): boolean => scenario.notOpenssl === undefined && hasOpenssl();
