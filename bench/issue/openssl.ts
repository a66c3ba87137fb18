import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Rates of the command openssl on the same requests; undefined where it is absent. */
export interface OpensslRates {
  readonly certificates: number;
  readonly answers: number;
}

const DISTID = 'distid:1234567812345678';
const CONFIG = `[ca]
default_ca = d
[d]
dir = .
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sm3
default_days = 365
policy = p
unique_subject = no
[p]
commonName = supplied
`;
const ANSWERS = 40;

const pem = (label: string, bytes: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64')}\n-----END ${label}-----\n`;

const seconds = (work: () => void): number => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
};

/** Issues the same requests with one run of `openssl ca`, and answers with runs of `openssl ocsp`. */
export const measureOpenssl = (requests: readonly Uint8Array[]): OpensslRates | undefined => {
  const cwd = mkdtempSync(join(tmpdir(), 'chedun-openssl-'));
  const run = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args[0] ?? ''}: ${stderr.slice(-400)}`);
  };
  try {
    if (spawnSync('openssl', ['version']).status !== 0) return undefined;
    writeFileSync(join(cwd, 'ca.cnf'), CONFIG);
    writeFileSync(join(cwd, 'index.txt'), '');
    writeFileSync(join(cwd, 'serial'), '1000\n');
    run('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', 'ca.key');
    run(
      'req',
      '-x509',
      '-new',
      '-key',
      'ca.key',
      '-subj',
      '/CN=Bench CA',
      '-days',
      '999',
      '-sm3',
      '-sigopt',
      DISTID,
      '-out',
      'ca.pem',
    );
    requests.forEach((request, at) => writeFileSync(join(cwd, `${at}.csr`), pem('CERTIFICATE REQUEST', request)));
    const files = requests.map((_, at) => `${at}.csr`);
    const config = ['-config', 'ca.cnf', '-batch', '-notext', '-sigopt', DISTID, '-vfyopt', DISTID];
    const issuing = seconds(() => run('ca', ...config, '-infiles', ...files));
    run('ocsp', '-issuer', 'ca.pem', '-serial', '0x1000', '-no_nonce', '-reqout', 'request.der');
    const signer = ['-index', 'index.txt', '-rsigner', 'ca.pem', '-rkey', 'ca.key', '-CA', 'ca.pem'];
    const answering = seconds(() => {
      for (let at = 0; at < ANSWERS; at += 1)
        run('ocsp', ...signer, '-rmd', 'sm3', '-reqin', 'request.der', '-respout', 'answer.der');
    });
    return { certificates: requests.length / issuing, answers: ANSWERS / answering };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  } finally {
    rmSync(cwd, { recursive: true });
  }
};
