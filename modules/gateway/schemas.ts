import { z } from 'zod';

/** VIN, phone number of a terminal, plate, or `platform:` and an account. */
export const Subject = z.string().regex(/^[^\s,;]{1,64}$/);
