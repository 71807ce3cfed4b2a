/** Runs `act` on every item, `width` of them at once, in their order. Ends when all have; the first failure is thrown. */
export async function inTurns<Item>(items: readonly Item[], width: number, act: (item: Item) => Promise<unknown>) {
  let next = 0;
  const lane = async () => {
    while (next < items.length) await act(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
