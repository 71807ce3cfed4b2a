import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react';

interface Frame {
  label: string;
  hint?: string;
  fault?: string;
  className?: string;
}

interface Wiring {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

function Framed({ label, hint, fault, className = '', children }: Frame & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const told = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': told || undefined, 'aria-invalid': fault ? true : undefined })}
      {hint && <p className="hint" id={`${id}-hint`}>{hint}</p>}
      {fault && <p className="fault" id={`${id}-fault`} role="alert">{fault}</p>}
    </div>
  );
}

type Text = Frame & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'className'> & {
  value: string;
  change: (value: string) => void;
};

export function TextField({ label, hint, fault, className, change, ...input }: Text) {
  return (
    <Framed {...{ label, hint, fault, className }}>
      {(wiring) => <input {...wiring} {...input} onChange={(event) => change(event.target.value)} />}
    </Framed>
  );
}

export type Choice = readonly [value: string, text: string];

type Select = Frame & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'className'> & {
  value: string;
  choices: readonly Choice[];
  change: (value: string) => void;
};

export function SelectField({ label, hint, fault, className, choices, change, ...select }: Select) {
  return (
    <Framed {...{ label, hint, fault, className }}>
      {(wiring) => (
        <select {...wiring} {...select} onChange={(event) => change(event.target.value)}>
          {choices.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
        </select>
      )}
    </Framed>
  );
}

interface CheckProps {
  label: string;
  isOn: boolean;
  change: (isOn: boolean) => void;
}

export function CheckField({ label, isOn, change }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={(event) => change(event.target.checked)} />
      <span>{label}</span>
    </label>
  );
}
