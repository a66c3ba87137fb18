/** Puts items in an order that tells nothing (Fisher and Yates), with random bytes of the caller. */
export const shuffled = <T>(items: readonly T[], randomBytes: (length: number) => Uint8Array): readonly T[] => {
  const order = [...items];
  const random = randomBytes(order.length * 6);
  for (let last = order.length - 1; last > 0; last -= 1) {
    // 48 bits over at most some thousand places: the remainder is as good as even.
    const number = Buffer.from(random.buffer, random.byteOffset + last * 6, 6).readUIntBE(0, 6);
    const other = number % (last + 1);
    const [a, b] = [order[last], order[other]];
    if (a === undefined || b === undefined) continue;
    order[last] = b;
    order[other] = a;
  }
  return order;
};
