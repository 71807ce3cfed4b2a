import { Observed, useObserved } from '../api/observed';

const said = new Observed<{ text: string; id: number } | null>(null);
const shownMs = 6_000;
let count = 0;

/** Says something short, to eyes and to screen readers. */
export function say(text: string) {
  const id = ++count;
  said.set({ text, id });
  setTimeout(() => said.get()?.id === id && said.set(null), shownMs);
}

export function Toasts() {
  const now = useObserved(said);
  return (
    <div className="toasts" role="status">
      {now && <p key={now.id}>{now.text}</p>}
    </div>
  );
}
