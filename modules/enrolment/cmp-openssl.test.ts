import { spawnSync } from 'node:child_process';
import { derOf, nameText, parseCertificate, parseName, serialText } from '@chedun/x509';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CmpRequest, DeviceSecret, SecretsMade } from './contract.ts';
import { cmpClient, type CmpClient } from './testing/openssl-cmp.ts';
import { enrolmentWorld, type EnrolmentWorld } from './testing/world.ts';

const LABEL = 'vehicle-ca.vehicle';
const MAC = ['-mac', 'hmacWithSHA256'];
const hasClient = spawnSync('openssl', ['cmp', '-help']).status === 0;

describe.skipIf(!hasClient)(
  'CMP with the client of openssl',
  () => {
    let world: EnrolmentWorld;
    let client: CmpClient;
    beforeAll(async () => {
      world = await enrolmentWorld('ecdsa-p256');
      client = await cmpClient(world);
    }, 120_000);
    afterAll(() => world.close(), 60_000);

    const secretFor = async (vin: string, profile = 'vehicle'): Promise<SecretsMade['items'][number]> => {
      const subjects = [{ vin, device: null }];
      const body = { authority: 'vehicle-ca', profile, subjects, days: 30 };
      const { items } = (await world.call('makeDeviceSecrets', { body })) as SecretsMade;
      const [made] = items;
      if (made === undefined) throw new Error('no secret');
      return made;
    };
    const withSecret = ({ reference, secret }: { readonly reference: string; readonly secret: string }): string[] => [
      '-ref',
      reference,
      '-secret',
      `pass:${secret}`,
      ...MAC,
    ];
    const certificateIn = async (name: string) => parseCertificate(derOf(await client.read(name), ['CERTIFICATE']));
    const stateOf = async (name: string): Promise<string | undefined> =>
      (await world.asks.known((await certificateIn(name)).raw))?.state;
    const secretState = async (reference: string): Promise<DeviceSecret | undefined> => {
      const query = { search: reference, limit: 10 };
      return ((await world.call('listDeviceSecrets', { query })) as { items: DeviceSecret[] }).items[0];
    };

    /** First certificate of a vehicle; names of files `NAME.key` and `NAME.pem`. */
    const enrolled = async (vin: string, name: string): Promise<void> => {
      const ask = ['-cmd', 'ir', '-newkey', client.key(`${name}.key`), '-subject', `/CN=${vin}`];
      const told = await client.run(LABEL, [
        ...ask,
        ...withSecret(await secretFor(vin)),
        '-certout',
        client.file(`${name}.pem`),
      ]);
      expect(told.ok, told.text).toBe(true);
    };
    const signedBy = (name: string): string[] => [
      '-cert',
      client.file(`${name}.pem`),
      '-key',
      client.file(`${name}.key`),
    ];

    it('gives the first certificate for a secret, once, and spends the secret when the device confirms', async () => {
      const vin = 'LSVAA49J132000001';
      const made = await secretFor(vin);
      const ask = ['-cmd', 'ir', '-newkey', client.key('one.key'), '-subject', `/CN=${vin}`, ...withSecret(made)];
      const out = [
        '-certout',
        client.file('one.pem'),
        '-chainout',
        client.file('chain.pem'),
        '-cacertsout',
        client.file('cas.pem'),
      ];
      const told = await client.run(LABEL, [...ask, ...out]);
      expect(told.ok, told.text).toBe(true);
      const certificate = await certificateIn('one.pem');
      expect(nameText(parseName(certificate.subject))).toBe(`CN=${vin},OU=Vehicle,O=示例汽车有限公司,C=CN`);
      expect(await stateOf('one.pem')).toBe('valid');
      expect((await client.read('cas.pem')).toString()).toBe((await client.read('root.pem')).toString());
      expect(await secretState(made.reference)).toMatchObject({
        state: 'spent',
        serial: serialText(certificate.serial),
        attempts: 1,
      });
      const again = await client.run(LABEL, [...ask, '-certout', client.file('no.pem')]);
      expect(again.ok).toBe(false);
      expect(again.text).toContain('notAuthorized');
    });

    it('takes implicit confirmation, a PKCS #10 and a question about the authorities', async () => {
      const vin = 'LSVAA49J132000002';
      const made = await secretFor(vin);
      const csr = client.file('two.csr');
      const key = client.key('two.key');
      spawnSync('openssl', ['req', '-new', '-key', key, '-subj', `/CN=${vin}`, '-out', csr]);
      const secret = withSecret(made);
      const asked = await client.run(LABEL, ['-cmd', 'genm', '-infotype', 'caCerts', '-newkey', key, ...secret]);
      expect(asked.ok, asked.text).toBe(true);
      const ask = ['-cmd', 'p10cr', '-csr', csr, '-implicit_confirm', '-certout', client.file('two.pem')];
      const told = await client.run(LABEL, [...ask, ...secret]);
      expect(told.ok, told.text).toBe(true);
      expect(told.text).not.toContain('CERTCONF');
      expect(await stateOf('two.pem')).toBe('valid');
      expect((await secretState(made.reference))?.state).toBe('spent');
    });

    it('refuses a wrong secret, another vehicle, another profile and SHA-1', async () => {
      const vin = 'LSVAA49J132000003';
      const made = await secretFor(vin);
      const out = ['-certout', client.file('no.pem')];
      const ask = ['-cmd', 'ir', '-newkey', client.key('three.key'), '-subject', `/CN=${vin}`, ...out];
      const wrong = await client.run(LABEL, [...ask, ...withSecret({ ...made, secret: `${made.secret}x` })]);
      expect(wrong.ok).toBe(false);
      const other = ['-cmd', 'ir', '-newkey', client.file('three.key'), '-subject', '/CN=LSVAA49J132000004', ...out];
      expect((await client.run(LABEL, [...other, ...withSecret(made)])).text).toContain('badCertTemplate');
      expect((await client.run('vehicle-ca.rsu', [...ask, ...withSecret(made)])).text).toContain('wrongAuthority');
      const weak = ['-ref', made.reference, '-secret', `pass:${made.secret}`, '-unprotected_errors'];
      expect((await client.run(LABEL, [...ask, ...weak])).ok).toBe(false);
      expect(await secretState(made.reference)).toMatchObject({ state: 'open', attempts: 0 });
    });

    it('revokes at once what a device does not confirm in time', async () => {
      const vin = 'LSVAA49J132000005';
      const made = await secretFor(vin);
      const ask = ['-cmd', 'ir', '-newkey', client.key('five.key'), '-subject', `/CN=${vin}`, '-disable_confirm'];
      const told = await client.run(LABEL, [...ask, ...withSecret(made), '-certout', client.file('five.pem')]);
      expect(told.ok, told.text).toBe(true);
      expect(await stateOf('five.pem')).toBe('valid');
      world.platform.clock.advance(301_000);
      await world.platform.platform.jobs.send('enrolment/sweep', {});
      await vi.waitFor(async () => expect(await stateOf('five.pem')).toBe('revoked'), 60_000);
      expect((await secretState(made.reference))?.state).toBe('open');
    });

    it('gives further certificates only where the profile names the one that asks', async () => {
      const vin = 'LSVAA49J132000008';
      await enrolled(vin, 'eight');
      const base = (await world.call('listCertificateProfiles', {})) as { items: { id: string }[] };
      const vehicle = base.items.find(({ id }) => id === 'vehicle');
      const { origin: _origin, certificates: _count, ...rest } = vehicle as unknown as Record<string, unknown>;
      const profile = { ...rest, id: 'second-box', subject: 'CN={vin},OU=Second,O={organization},C=CN' };
      await world.call('saveCertificateProfile', { body: { ...profile, askedWith: ['vehicle'] } });
      const ask = ['-cmd', 'cr', '-newkey', client.key('nine.key'), '-subject', `/CN=${vin}`, ...signedBy('eight')];
      const told = await client.run('vehicle-ca.second-box', [...ask, '-certout', client.file('nine.pem')]);
      expect(told.ok, told.text).toBe(true);
      expect(nameText(parseName((await certificateIn('nine.pem')).subject))).toContain('OU=Second');
      expect((await client.run('vehicle-ca.charger', [...ask, '-certout', client.file('no.pem')])).text).toContain(
        'certificates.role-refused',
      );
    });

    it('revokes the certificate that signs after another person approved, or at once where the settings say so', async () => {
      await enrolled('LSVAA49J132000010', 'ten');
      const ask = (name: string): string[] => [
        '-cmd',
        'rr',
        '-revreason',
        '1',
        '-oldcert',
        client.file(`${name}.pem`),
        ...signedBy(name),
      ];
      const told = await client.run(LABEL, ask('ten'));
      expect(told.ok, told.text).toBe(true);
      expect(told.text).toContain('revocationWarning');
      expect(await stateOf('ten.pem')).toBe('valid');
      await client.run(LABEL, ask('ten'));
      const waiting = (await world.call('listCertificateRequests', {})) as {
        items: { id: string; state: string; reason: string; askedBy: string }[];
      };
      expect(waiting.items.filter(({ state }) => state === 'waiting')).toHaveLength(1);
      const [request] = waiting.items;
      expect(request).toMatchObject({ reason: 'keyCompromise', askedBy: 'CMP LSVAA49J132000010' });
      const body = { verdict: 'approve', note: 'seen' };
      await world.call('decideCertificateRequest', { params: { id: request?.id }, body }, 'lilei');
      expect(await stateOf('ten.pem')).toBe('revoked');
      const settings = await world.call('getCertificateSettings', {});
      await world.call('saveCertificateSettings', { body: { ...(settings as object), deviceRevocation: 'immediate' } });
      await enrolled('LSVAA49J132000011', 'eleven');
      await enrolled('LSVAA49J132000012', 'twelve');
      const foreign = ['-cmd', 'rr', '-oldcert', client.file('twelve.pem'), ...signedBy('eleven')];
      expect((await client.run(LABEL, foreign)).text).toContain('notAuthorized');
      expect((await client.run(LABEL, ask('eleven'))).ok).toBe(true);
      expect(await stateOf('eleven.pem')).toBe('revoked');
      expect(await stateOf('twelve.pem')).toBe('valid');
      const gone = await client.run(LABEL, [
        '-cmd',
        'kur',
        '-newkey',
        client.file('one.key'),
        ...signedBy('eleven'),
        '-certout',
        client.file('no.pem'),
      ]);
      expect(gone.text).toContain('certRevoked');
    });

    it('updates a certificate with itself inside the window of its profile, once', async () => {
      const vin = 'LSVAA49J132000006';
      await enrolled(vin, 'six');
      const ask = ['-cmd', 'kur', '-newkey', client.key('seven.key'), ...signedBy('six')];
      const out = ['-certout', client.file('seven.pem')];
      const early = await client.run(LABEL, [...ask, ...out]);
      expect(early.text).toContain('certificates.not-renewable');
      world.platform.clock.advance(1_700 * 86_400_000);
      const told = await client.run(LABEL, [...ask, ...out]);
      expect(told.ok, told.text).toBe(true);
      const [old, renewed] = [await certificateIn('six.pem'), await certificateIn('seven.pem')];
      expect(Buffer.from(renewed.subject)).toEqual(Buffer.from(old.subject));
      expect(Buffer.from(renewed.publicKey.raw)).not.toEqual(Buffer.from(old.publicKey.raw));
      expect((await client.run(LABEL, [...ask, ...out])).ok).toBe(false);
    });

    it('keeps what was asked, by whom, and what became of it', async () => {
      const { items } = (await world.call('listCmpRequests', { query: { limit: 500 } })) as { items: CmpRequest[] };
      const kinds = new Set(items.map(({ kind }) => kind));
      expect([...kinds].toSorted()).toEqual(['cr', 'ir', 'kur', 'p10cr', 'rr']);
      expect(items.filter(({ state }) => state === 'working' || state === 'issued')).toEqual([]);
      expect(items.find(({ kind }) => kind === 'ir')?.protection).toBe('secret');
      expect(items.find(({ failure }) => failure === 'badRequest')?.reason).toContain('certificates.not-renewable');
      expect(items.find(({ kind }) => kind === 'kur')?.protection).toBe('signature');
    });
  },
  120_000,
);
