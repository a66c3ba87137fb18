import { addressBytes, comparedText, type Observable } from '@chedun/indicators';

const inNetwork = (network: string, value: string): boolean => {
  const [start = '', bits = ''] = network.split('/');
  const from = addressBytes(start);
  const address = addressBytes(value);
  if (from === undefined || address === undefined || from.length !== address.length) return false;
  return from.every((byte, at) => {
    const shift = Math.max(0, Math.min(8, (at + 1) * 8 - Number(bits)));
    return byte >> shift === (address[at] ?? 0) >> shift;
  });
};

/** Whether a value of an event really is what the indicator names; hashes alone could deceive. */
export const isSame = ({ kind, value }: Observable, observed: string): boolean => {
  switch (kind) {
    case 'network':
      return inNetwork(value, observed);
    case 'ip': {
      const [left, right] = [addressBytes(value), addressBytes(observed)];
      return left !== undefined && right !== undefined && left.join('.') === right.join('.');
    }
    case 'domain': {
      const name = observed.toLowerCase().replace(/\.$/, '');
      return name === value || name.endsWith(`.${value}`);
    }
    default: {
      const wanted = comparedText(kind, value);
      return wanted !== undefined && wanted === comparedText(kind, observed);
    }
  }
};
