// Fields with their label, hint and error, and forms that put the server's field errors where
// they belong.

import { Problem } from './api.js';
import { element } from './dom.js';

let count = 0;

function control(kind, id, attributes, options) {
  if (kind !== 'select') return element('input', { id, type: kind, ...attributes });
  return element(
    'select',
    { id, ...attributes },
    options.map(([value, text]) => element('option', { value }, text)),
  );
}

/**
 * A labelled control. `check(text)` returns a sentence when the text will not do; `required` is
 * such a sentence for the empty one. Other members become attributes of the control.
 */
export function field({
  label,
  name,
  kind = 'text',
  hint,
  options,
  required,
  check,
  value,
  ...attributes
}) {
  const id = `field-${++count}`;
  const error = element('p', { class: 'error', id: `${id}-error`, hidden: true });
  const described = `${id}-error${hint ? ` ${id}-hint` : ''}`;
  const input = control(
    kind,
    id,
    { name, 'aria-describedby': described, 'aria-required': required && 'true', ...attributes },
    options,
  );
  if (value !== undefined && value !== null) input.value = value;
  const made = {
    name,
    input,
    element: element(
      'div',
      { class: 'field' },
      element('label', { for: id }, label),
      input,
      hint && element('p', { class: 'hint', id: `${id}-hint` }, hint),
      error,
    ),
    get text() {
      return kind === 'password' ? input.value : input.value.trim();
    },
    fail(sentence) {
      error.textContent = sentence;
      error.hidden = !sentence;
      if (sentence) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    },
    /** Shows and returns whether the text will do. */
    holds() {
      const sentence = made.text === '' ? required : check?.(made.text);
      made.fail(sentence || '');
      return !sentence;
    },
    choose(list) {
      const kept = input.value;
      input.replaceChildren(...list.map(([key, text]) => element('option', { value: key }, text)));
      if (list.some(([key]) => String(key) === kept)) input.value = kept;
    },
  };
  input.addEventListener('input', () => made.fail(''));
  return made;
}

const asSentence = (text) => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

/** "/opening_balance/amount" belongs to the field "opening_balance". */
const ownerOf = (pointer) => pointer.replace(/^\//, '').split(/[/.]/)[0];

function show(problem, fields, message) {
  const rest = problem.errors.filter(({ field: pointer, message: text }) => {
    const owner = fields.find((each) => each.name === ownerOf(pointer) && each.fail);
    owner?.fail(asSentence(text));
    return !owner;
  });
  const placed = problem.errors.length > 0 && rest.length === 0;
  const extra = rest
    .map(({ field: pointer, message: text }) => `${ownerOf(pointer)} ${text}`)
    .join('; ');
  message.textContent = placed
    ? ''
    : [problem.sentence, extra && asSentence(extra)].filter(Boolean).join(' ');
  focusFirstFault(fields);
}

function focusFirstFault(fields) {
  fields.find((each) => each.input.getAttribute('aria-invalid'))?.input.focus();
}

/**
 * A form of `fields` in the order of `layout` (fields and other elements). `act()` does the work
 * and may return a sentence to show; what it throws is shown as a sentence too and everything
 * typed stays.
 */
export function form({ fields, layout = fields, submit, act, wide = false }) {
  const message = element('p', { class: 'error form-error', role: 'alert' });
  const success = element('p', { class: 'success', role: 'status' });
  const button = element('button', { type: 'submit' }, submit);
  const made = element(
    'form',
    { class: wide ? 'form wide' : 'form', novalidate: true },
    element(
      'div',
      { class: 'fields' },
      layout.map((each) => each.element ?? each),
    ),
    message,
    element('div', { class: 'actions' }, button, success),
  );
  made.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    message.textContent = success.textContent = '';
    const sound = fields
      .filter((each) => !each.element.hidden)
      .map((each) => each.holds?.() ?? true)
      .every(Boolean);
    if (!sound) return focusFirstFault(fields);
    button.disabled = true;
    try {
      success.textContent = (await act()) ?? '';
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      if (!(problem instanceof Problem)) throw problem;
      show(problem, fields, message);
    } finally {
      button.disabled = false;
      if (document.activeElement === document.body) button.focus();
    }
  });
  return made;
}
