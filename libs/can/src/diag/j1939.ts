/** Parts of a 29 bit identifier (SAE J1939-21 5.2). */
export interface J1939Id {
  /** 0 (highest) to 7. */
  readonly priority: number;
  /** Parameter group number, 18 bit with the extended data page; the destination is not part of it. */
  readonly pgn: number;
  /** Source address. */
  readonly source: number;
  /** Destination address; 255 for all, also for groups that have no destination (PDU2). */
  readonly destination: number;
}

/** Address of everybody. */
export const J1939_GLOBAL = 0xff;
/** First PDU format whose second byte is part of the group and no destination. */
const PDU2 = 240;

/** Splits a 29 bit identifier. */
export const j1939Id = (id: number): J1939Id => {
  const page = (id >>> 24) & 3;
  const format = (id >>> 16) & 0xff;
  const specific = (id >>> 8) & 0xff;
  const group = (page << 16) | (format << 8);
  return {
    priority: (id >>> 26) & 7,
    pgn: format < PDU2 ? group : group | specific,
    source: id & 0xff,
    destination: format < PDU2 ? specific : J1939_GLOBAL,
  };
};

/** Builds a 29 bit identifier; of a PDU2 group the destination is left out. */
export const j1939IdOf = ({ priority, pgn, source, destination }: J1939Id): number => {
  const isPdu2 = ((pgn >>> 8) & 0xff) >= PDU2;
  const group = isPdu2 ? pgn & 0x3ffff : (pgn & 0x3ff00) | (destination & 0xff);
  return (((priority & 7) << 26) | (group << 8) | (source & 0xff)) >>> 0;
};
