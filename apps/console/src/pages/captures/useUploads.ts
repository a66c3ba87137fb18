import type { Capture } from '@chedun/captures/contract';
import { MAX_CAPTURE_BYTES } from '@chedun/captures/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { uploadCapture } from '../../api/captures.ts';
import type { UploadFacts } from '../../api/captures.ts';

/** What is said about every file that is dropped. */
export type SharedFacts = Omit<UploadFacts, 'name'>;

/** One file on its way to the server. */
export interface UploadItem {
  readonly key: number;
  readonly name: string;
  readonly size: number;
  /** `too-large` was never sent. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed' | 'too-large';
  readonly share: number;
  readonly capture: Capture | undefined;
  readonly error: unknown;
}

interface Order {
  readonly key: number;
  readonly file: File;
  readonly facts: SharedFacts;
  readonly stop: AbortController;
}

const itemOf = ({ key, file }: Order): UploadItem => ({
  key,
  name: file.name,
  size: file.size,
  state: file.size > MAX_CAPTURE_BYTES ? 'too-large' : 'waiting',
  share: 0,
  capture: undefined,
  error: undefined,
});

const send = async ({ file, facts, stop }: Order, tell: (part: Partial<UploadItem>) => void): Promise<void> => {
  tell({ state: 'sending' });
  try {
    const onProgress = (share: number): void => tell({ share });
    const capture = await uploadCapture({ ...facts, name: file.name }, { body: file, onProgress, signal: stop.signal });
    tell({ state: 'sent', share: 1, capture });
  } catch (error) {
    tell({ state: 'failed', error });
  }
};

/** Sends files one after the other; each can be taken back until it has arrived. */
export const useUploads = () => {
  const client = useQueryClient();
  const [items, setItems] = useState<readonly UploadItem[]>([]);
  const orders = useRef<Order[]>([]);
  const working = useRef(false);
  const counter = useRef(0);

  const work = useCallback(async (): Promise<void> => {
    if (working.current) return;
    working.current = true;
    for (let order = orders.current[0]; order !== undefined; order = orders.current[0]) {
      const { key } = order;
      const tell = (part: Partial<UploadItem>): void =>
        setItems((all) => all.map((item) => (item.key === key ? { ...item, ...part } : item)));
      await send(order, tell);
      orders.current = orders.current.filter((other) => other.key !== key);
      void client.invalidateQueries({ queryKey: ['captures-newest'] });
    }
    working.current = false;
  }, [client]);

  const add = (files: readonly File[], facts: SharedFacts): void => {
    const made = files.map((file) => ({ key: (counter.current += 1), file, facts, stop: new AbortController() }));
    setItems((all) => [...made.map(itemOf), ...all]);
    orders.current.push(...made.filter(({ file }) => file.size <= MAX_CAPTURE_BYTES));
    void work();
  };
  const drop = (key: number): void => {
    const order = orders.current.find((other) => other.key === key);
    orders.current = orders.current.filter((other) => other.key !== key);
    order?.stop.abort();
    setItems((all) => all.filter((item) => item.key !== key));
  };
  useEffect(() => () => orders.current.forEach(({ stop }) => stop.abort()), []);
  return { items, add, drop };
};
