import {
  certifiedPublicKey,
  encryptedGroupIndex,
  expandPrivateKey,
  expandPublicKey,
  expansionValue,
  LINKAGE_AES,
  linkageValue,
  nextLinkageSeed,
  preLinkageValue,
} from '@chedun/v2x-security';
import type { ExpansionFunction, ExpansionPurpose } from '@chedun/v2x-security';
import { createECDH } from 'node:crypto';
import { hex, unhex } from '../v2x-cert/ledger.ts';
import type { Ledger } from '../v2x-cert/ledger.ts';
import { sectionsOf, valueUnder } from './vectors.ts';

const publicOf = (scalar: string): string => {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(scalar, 'hex'));
  return pair.getPublicKey('hex');
};

const PURPOSES: Readonly<Record<string, ExpansionPurpose>> = { Certificate: 'signing', Encryption: 'encryption' };

/** Butterfly expansion of both key pairs of `bfkeyexp.txt`. */
export const checkExpansion = (ledger: Ledger, text: string): void => {
  const index = {
    i: Number.parseInt(valueUnder(text, /^i \(32 bits\)/), 16),
    j: Number.parseInt(valueUnder(text, /^j \(in range/), 16),
  };
  for (const { name, text: part } of sectionsOf(text, /^Expanding (\w+) key pair/)) {
    const purpose = PURPOSES[name];
    if (purpose === undefined) throw new Error(`an unknown purpose ${name}`);
    const under = (label: RegExp): string => valueUnder(part, label);
    const f: ExpansionFunction = { curve: 'nistP256', cipher: 'aes128', key: unhex(under(/AES key \(128 bits/)) };
    const scalar = under(/seed private key/);
    const point = under(/seed public key/);
    const label = `bfkeyexp ${purpose}`;
    ledger.check(`${label}: seed keys are a pair`, point, () => publicOf(scalar));
    ledger.check(`${label}: f_k(x)`, under(/^f_k\(x\) = /), () =>
      expansionValue(f, purpose, index).toString(16).padStart(64, '0'),
    );
    const expandedScalar = under(/Expanded private key/);
    ledger.check(`${label}: private key`, expandedScalar, () =>
      hex(expandPrivateKey(unhex(scalar), f, purpose, index)),
    );
    const expandedPoint = under(/Expanded public key/);
    ledger.check(`${label}: public key`, expandedPoint, () => hex(expandPublicKey(unhex(point), f, purpose, index)));
    ledger.check(`${label}: expanded keys are a pair`, expandedPoint, () => publicOf(expandedScalar));
    ledger.check(`${label}: A + f·G by adding the points`, expandedPoint, () =>
      hex(certifiedPublicKey('nistP256', unhex(point), unhex(publicOf(under(/^f_k\(x\) = /))))),
    );
  }
};

/** Names of seeds and values in the two files: ls/plv/lv and gs/gplv/glv. */
interface Names {
  readonly seed: string;
  readonly pre: string;
  readonly value: string;
}

const AUTHORITIES = [1, 2] as const;

const checkPeriod = (
  ledger: Ledger,
  file: string,
  text: string,
  part: { readonly name: string; readonly text: string },
  names: Names,
): void => {
  const i = Number(part.name);
  const j = Number.parseInt(valueUnder(part.text, /^j \(/), 16);
  const pres = AUTHORITIES.map((which) => {
    const la = unhex(valueUnder(text, new RegExp(`^LA${which} ID`)));
    const seed = valueUnder(part.text, new RegExp(`^${names.seed}${which}\\(${i}\\) =`));
    if (i > 0) {
      const before = unhex(valueUnder(text, new RegExp(`^${names.seed}${which}\\(${i - 1}\\) =`)));
      ledger.check(`${file} i=${i}: seed ${which}`, seed, () => hex(nextLinkageSeed(LINKAGE_AES, la, before)));
    }
    const pre = valueUnder(part.text, new RegExp(`^${names.pre}${which}\\(${i},j\\) =`));
    ledger.check(`${file} i=${i}: ${names.pre}${which}`, pre, () =>
      hex(preLinkageValue(LINKAGE_AES, la, unhex(seed), j)),
    );
    return unhex(pre);
  });
  const [one, two] = pres;
  if (one === undefined || two === undefined) throw new Error('two linkage authorities');
  ledger.check(
    `${file} i=${i}: ${names.value}`,
    valueUnder(part.text, new RegExp(`^${names.value}\\(${i},j\\) =`)),
    () => hex(linkageValue(one, two)),
  );
};

const PERIOD = /^i = (\d+)$/;

/** Linkage values of `lv.txt`. */
export const checkLinkage = (ledger: Ledger, text: string): void => {
  for (const part of sectionsOf(text, PERIOD))
    checkPeriod(ledger, 'lv', text, part, { seed: 'ls', pre: 'plv', value: 'lv' });
};

/** Group linkage values and encrypted indices of `glv.txt`. */
export const checkGroupLinkage = (ledger: Ledger, text: string): void => {
  const k = Number.parseInt(valueUnder(text, /^k: group chain/), 16);
  const indexKey = unhex(valueUnder(text, /^ik: indices key/));
  for (const part of sectionsOf(text, PERIOD)) {
    checkPeriod(ledger, 'glv', text, part, { seed: 'gs', pre: 'gplv', value: 'glv' });
    const j = Number.parseInt(valueUnder(part.text, /^j \(/), 16);
    ledger.check(`glv i=${part.name}: encrypted index`, valueUnder(part.text, /^ei\(j,k\)/), () =>
      hex(encryptedGroupIndex(LINKAGE_AES, indexKey, k, j)),
    );
  }
};
