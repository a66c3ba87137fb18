import type { Duty } from '../contract.ts';
import { cryptography } from './duties/cryptography.ts';
import { designation } from './duties/designation.ts';
import { reporting } from './duties/reporting.ts';
import { securityBody } from './duties/security-body.ts';
import { supplyChain } from './duties/supply-chain.ts';
import { synchronised } from './duties/synchronised.ts';
import { yearlyTest } from './duties/yearly-test.ts';
import { judge, type Known } from './known.ts';

const DUTIES = [designation, securityBody, synchronised, yearlyTest, cryptography, reporting, supplyChain];

/** Every duty that a designation adds, as it stands. */
export const dutiesOf = (known: Known): Duty[] => DUTIES.map((rule) => judge(rule, known));
