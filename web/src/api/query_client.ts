import { QueryCache, QueryClient, type Query } from '@tanstack/react-query';
import { failingFor, healingDelayMs } from './healing';
import { Problem } from './problem';

const isPassing = (reason: unknown) => reason instanceof Problem && reason.isPassing;

/** A failed query asks again by itself until it works; one that was refused waits for a change. */
function healingInterval(query: Query): number | false {
  const fails = isPassing(query.state.error);
  const elapsed = failingFor(query.queryHash, fails);
  return fails ? healingDelayMs(elapsed) : false;
}

const dayMs = 86_400_000;

export const queryClient = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: false,
      refetchInterval: healingInterval,
      staleTime: 10_000,
      gcTime: 7 * dayMs,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Every query that a service answers, so that they refresh as soon as it is back. */
export const ofService = (service: string) => ({
  predicate: (query: Query) => query.meta?.service === service,
});
