import type { KeyProtection } from '@chedun/keys';
import { describe, expect, it } from 'vitest';
import { cryptographyChecks } from './checks.ts';

const resultWith = async (protection: KeyProtection) => {
  const checks = cryptographyChecks({
    endpoints: async () => [],
    inventory: async () => ({ uses: [], keys: [], products: [], algorithms: [] }),
    protection: () => protection,
    now: () => 0,
  });
  const check = checks.find(({ id }) => id === 'cryptography.inventory');
  return check?.run();
};

describe('who holds the keys of the platform', () => {
  it('is a fact for 1.2-g, and software is called no certified product', async () => {
    const result = await resultWith({ provider: 'file' });
    expect(result?.facts).toMatchObject({ keyProvider: 'file', keyCertified: false });
    expect(result?.summary.zh).toContain('不是经认证的商用密码产品');
    expect(result?.summary.en).toContain('no certified product');
  });

  it('names a device, and says that its certificate is a statement', async () => {
    const without = await resultWith({ provider: 'pkcs11', device: 'hsm', wrappedBy: 'kek.1' });
    expect(without?.facts).toMatchObject({ keyProvider: 'pkcs11', keyCertified: false });
    expect(without?.summary.zh).toContain('未填写认证证书编号');
    const stated = await resultWith({ provider: 'sdf', device: 'hsm', wrappedBy: 'kek.1', certificate: 'GM000000' });
    expect(stated?.facts).toMatchObject({ keyProvider: 'sdf', keyCertified: true });
    expect(stated?.summary.zh).toContain('自述认证证书 GM000000');
    expect(stated?.summary.en).toContain('GM/T 0018 device with the stated certificate GM000000');
  });
});
