// Builds elements. Text enters the page only as text, and nothing sets a style: looks are classes.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An attribute of true is set empty, of false, null or undefined left out; `onclick` adds a
 * listener.
 */
function dress(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
}

/** An element with its children; strings and numbers become text, null and false nothing. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  dress(made, attributes);
  made.append(
    ...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return made;
}

export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  dress(made, attributes);
  made.append(...children);
  return made;
}

/**
 * A horizontal bar from `start` to `end`, both 0 to 100, with marks at `ticks`. Words say the
 * same beside it.
 */
export function bar(start, end, kind = 'plain', ticks = []) {
  const low = Math.min(start, end);
  const width = Math.max(Math.abs(end - start), 0.6);
  return svg(
    'svg',
    { class: `bar bar-${kind}`, 'aria-hidden': 'true', focusable: 'false' },
    svg('rect', { class: 'bar-track', width: '100%', height: '100%', rx: 3 }),
    ...ticks.map((at) =>
      svg('line', { class: 'bar-tick', x1: `${at}%`, x2: `${at}%`, y1: 0, y2: '100%' }),
    ),
    svg('rect', { class: 'bar-fill', x: `${low}%`, width: `${width}%`, height: '100%', rx: 3 }),
  );
}

/** Says something to a screen reader without moving the focus. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}

/** Asks before something that cannot be taken back. Resolves to true or false. */
export function confirmed(question, action) {
  const yes = element('button', { class: 'danger', value: 'yes' }, action);
  const dialog = element(
    'dialog',
    { class: 'dialog', 'aria-label': question },
    element(
      'form',
      { method: 'dialog' },
      element('p', {}, question),
      element(
        'div',
        { class: 'actions' },
        yes,
        element('button', { class: 'quiet', value: 'no' }, 'Keep it'),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
