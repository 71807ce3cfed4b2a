import { type FormEvent, type ReactNode, useState } from 'react';
import { Problem } from '../api/problem';
import type { FieldError } from '../api/types';
import { sentence } from './words';

export interface Outcome {
  problem: string | null;
  /** What the server said of single fields, by their names. */
  faults: Record<string, string>;
}

const none: Outcome = { problem: null, faults: {} };

const byField = (errors: FieldError[]) =>
  Object.fromEntries(errors.map(({ field, message }) => [field.split('.')[0] ?? field, `${message}.`]));

/** Runs what a form does, once at a time, and keeps what was refused. */
export function useSubmit(act: () => Promise<unknown>) {
  const [outcome, setOutcome] = useState(none);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setOutcome(none);
    try {
      await act();
    } catch (reason) {
      const faults = reason instanceof Problem ? byField(reason.errors) : {};
      setOutcome({ problem: sentence(reason), faults });
    } finally {
      setBusy(false);
    }
  };
  return { ...outcome, isBusy, submit };
}

interface ActionsProps {
  label: string;
  isBusy: boolean;
  problem: string | null;
  children?: ReactNode;
}

export function FormActions({ label, isBusy, problem, children }: ActionsProps) {
  return (
    <>
      {problem && <p className="fault" role="alert">{problem}</p>}
      <div className="actions">
        <button type="submit" aria-disabled={isBusy}>{label}</button>
        {children}
      </div>
    </>
  );
}
