import { useSyncExternalStore } from 'react';

/** A value outside React that components can follow. */
export class Observed<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get = () => this.#value;

  set(value: Value) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const useObserved = <Value>(observed: Observed<Value>) =>
  useSyncExternalStore(observed.subscribe, observed.get);
