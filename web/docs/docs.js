// Reads the OpenAPI document and shows every operation. Text only ever enters the page as text.

const byId = (id) => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

const soft = (text) => element('span', { class: 'soft' }, text);
const nameOfReference = (reference) => reference.slice(reference.lastIndexOf('/') + 1);

/** "array of account_view", "integer (1 to 500)", "string or null". */
function typeText(schema) {
  if (!schema) return 'anything';
  if (schema.$ref) return nameOfReference(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' or ');
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.type === 'array') return `list of ${typeText(schema.items)}`;
  if (schema.type === 'object' && schema.additionalProperties)
    return `map of ${typeText(schema.additionalProperties)}`;
  const low = schema.minimum ?? schema.minLength;
  const high = schema.maximum ?? schema.maxLength;
  const bounds = low === undefined && high === undefined ? '' : ` (${low ?? '…'} to ${high ?? '…'})`;
  return (schema.format ?? schema.type ?? 'anything') + bounds;
}

/** The named type inside a schema, through lists, maps and "or null". */
function namedInside(schema) {
  if (!schema) return null;
  if (schema.$ref) return nameOfReference(schema.$ref);
  if (schema.anyOf) return schema.anyOf.map(namedInside).find((name) => name) ?? null;
  return namedInside(schema.items) ?? namedInside(
    typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null);
}

function fieldList(definition, schemas, above) {
  const list = element('ul', { class: 'fields' });
  for (const [name, schema] of Object.entries(definition.properties ?? {})) {
    const needed = (definition.required ?? []).includes(name);
    const line = element('li', {}, element('code', {}, name), ' ',
      soft(typeText(schema) + (needed ? '' : ', optional')));
    const inner = namedInside(schema);
    if (inner && !above.includes(inner)) line.append(typeBody(inner, schemas, [...above, inner]) ?? '');
    list.append(line);
  }
  return list;
}

function typeBody(name, schemas, above) {
  const definition = schemas[name];
  if (!definition) return null;
  if (definition.enum) return element('div', { class: 'soft' }, definition.enum.join(' | '));
  return fieldList(definition, schemas, above);
}

function shape(title, content, schemas) {
  const parts = [element('h3', {}, title)];
  for (const [mediaType, { schema }] of Object.entries(content ?? {})) {
    parts.push(element('p', { class: 'soft' }, schema ? `${mediaType}: ${typeText(schema)}` : mediaType));
    const name = namedInside(schema);
    if (name) parts.push(typeBody(name, schemas, [name]) ?? '');
  }
  return parts;
}

function parameterTable(parameters) {
  const head = element('tr', {}, ...['Name', 'In', 'Type', 'Meaning'].map(
    (text) => element('th', { scope: 'col' }, text)));
  const rows = parameters.map((each) => element('tr', {},
    element('td', {}, element('code', {}, each.name), each.required ? '' : soft(' optional')),
    element('td', {}, each.in),
    element('td', {}, typeText(each.schema)),
    element('td', {}, each.description ?? '')));
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
}

function operationBody(operation, schemas) {
  const body = element('div');
  body.append(element('p', { class: 'soft' },
    `${operation.operationId} · ${operation.security?.length ? 'signed-in users' : 'open to everyone'}`));
  if (operation.parameters?.length)
    body.append(element('h3', {}, 'Parameters'), parameterTable(operation.parameters));
  if (operation.requestBody) body.append(...shape('Body', operation.requestBody.content, schemas));
  const refusals = [];
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (answer.$ref) refusals.push(status);
    else body.append(...shape(`Answer ${status}`, answer.content, schemas));
  }
  if (refusals.length)
    body.append(element('h3', {}, 'Refusals'), element('p', {}, refusals.join(', '), soft(' as application/problem+json')));
  return body;
}

function operationPanel({ method, path, operation }, schemas) {
  const panel = element('details', { id: operation.operationId },
    element('summary', {}, element('span', { class: `method ${method}` }, method.toUpperCase()), ' ',
      element('code', {}, path), ' ', soft(operation.summary ?? '')));
  // Filled when it is first opened: hundreds of closed panels cost nothing.
  panel.addEventListener('toggle', () => {
    if (panel.open && panel.children.length === 1) panel.append(operationBody(operation, schemas));
  });
  panel.dataset.text = `${method} ${path} ${operation.operationId} ${operation.summary ?? ''}`.toLowerCase();
  return panel;
}

function operationsByTag(apiDocument) {
  const groups = new Map();
  for (const [path, item] of Object.entries(apiDocument.paths))
    for (const [method, operation] of Object.entries(item)) {
      const tag = operation.tags?.[0] ?? 'general';
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push({ method, path, operation });
    }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

function show(apiDocument) {
  byId('title').textContent = `${apiDocument.info.title} API ${apiDocument.info.version}`;
  byId('about').textContent = apiDocument.info.description ?? '';
  const schemas = apiDocument.components?.schemas ?? {};
  byId('operations').replaceChildren(...operationsByTag(apiDocument).map(([tag, operations]) => {
    const heading = `subject-${tag}`;
    byId('subjects').append(element('li', {}, element('a', { href: `#${heading}` }, tag)));
    return element('section', { 'aria-labelledby': heading }, element('h2', { id: heading }, tag),
      ...operations.map((each) => operationPanel(each, schemas)));
  }));
  applyFilter();
  const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted instanceof HTMLDetailsElement) wanted.open = true;
  wanted?.scrollIntoView();
}

function applyFilter() {
  const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const section of document.querySelectorAll('main section')) {
    let any = false;
    for (const panel of section.querySelectorAll('details')) {
      panel.hidden = !words.every((word) => panel.dataset.text.includes(word));
      any ||= !panel.hidden;
      shown += panel.hidden ? 0 : 1;
    }
    section.hidden = !any;
  }
  byId('count').textContent = `${shown} operations`;
}

byId('filter').addEventListener('input', applyFilter);
try {
  const answer = await fetch('/openapi.json', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  show(await answer.json());
} catch (failure) {
  byId('state').textContent = `The document could not be read: ${failure.message}`;
}
