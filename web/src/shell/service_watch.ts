import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { refresh } from '../api/changes';
import { connection } from '../api/connection';
import { useObserved } from '../api/observed';
import { outbox, sendWaiting } from '../api/outbox';
import { statusQuery } from '../api/queries';
import { ofService, queryClient } from '../api/query_client';

type States = Record<string, string>;

const works = (state: string | undefined) => state === 'up' || state === 'degraded';

/** Reads again what a service answers as soon as it is back, and sends what waited once the server is. */
export function useServiceWatch() {
  const { data: states } = useQuery({
    ...statusQuery,
    select: ({ services }): States => Object.fromEntries(services.map(({ name, state }) => [name, state])),
  });
  const before = useRef<States>({});
  useEffect(() => {
    for (const [name, state] of Object.entries(states ?? {})) {
      const was = before.current[name];
      if (was && !works(was) && works(state)) void queryClient.invalidateQueries(ofService(name));
    }
    before.current = states ?? {};
  }, [states]);
  const reach = useObserved(connection);
  const waiting = useObserved(outbox).filter(({ refusal }) => !refusal).length;
  useEffect(() => {
    if (reach !== 'online') return;
    if (waiting > 0) void sendWaiting().then((some) => some && refresh());
    void queryClient.invalidateQueries({ predicate: ({ state }) => state.error !== null });
  }, [reach, waiting]);
}
