// Writing, and what has to be read again afterwards, in this tab and in the others.

import { useMutation } from '@tanstack/react-query';
import { deliver, type Delivery, type Write } from './outbox';
import { queryClient } from './query_client';
import { session } from './session';

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('smartfin');

/** Keys of what depends on the ledger. */
const ledger = ['accounts', '/api/v1/transactions', 'spending', 'net-worth', 'cash-flow', 'score', 'inbox'];

export function refresh(keys: readonly string[] = ledger) {
  for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] });
}

export function changed(keys: readonly string[] = ledger) {
  refresh(keys);
  channel?.postMessage(keys);
}

if (channel) channel.onmessage = ({ data }) => refresh(data as string[]);

interface Change<Body> {
  keys?: readonly string[];
  done?: (delivery: Delivery<Body>) => void;
}

/** A write that waits in the outbox when nothing answers. */
export function useWrite<Body = unknown>({ keys, done }: Change<Body> = {}) {
  return useMutation({
    mutationFn: (write: Write) => deliver<Body>(write, session.get()?.user.id ?? 0),
    onSuccess: (delivery) => {
      if (delivery.sent) changed(keys);
      done?.(delivery);
    },
  });
}
