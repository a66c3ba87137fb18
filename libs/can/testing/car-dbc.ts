import { parseDbc } from '../src/dbc/parse.ts';
import type { DbcMessage } from '../src/dbc/dbc.ts';

/** The speed message (288 = 120 hex) of the simulated car, and a range that the body message leaves in clean traffic. */
export const CAR_MESSAGES: ReadonlyMap<number, DbcMessage> = parseDbc(`
BO_ 288 Wheels: 8 Brake
 SG_ Speed : 7|16@0+ (0.01,0) [0|250] "km/h" Gateway
 SG_ Spare : 16|8@1+ (1,0) [0|0] "" Gateway
BO_ 768 Body: 4 Gateway
 SG_ Wrong : 0|8@1+ (1,0) [5|9] "" Gateway
`).messages;
