/* Elements: a tag, properties and children in, a node out. Data becomes text and nothing else. */

/** Properties that begin with `aria-`, `data-` or are `role` become attributes. */
export function make(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (/^(aria-|data-|role$|scope$)/.test(name)) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter(child => child != null));
  return node;
}

/** A labelled field; `told` is called with its value when it is changed. */
export function field(id, label, hint, control, told) {
  Object.assign(control, { id });
  control.addEventListener('input', () => { control.isTyped = true; });
  control.addEventListener('change', () => {
    control.isTyped = false;
    told(control.value);
  });
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`);
  return make('div', { className: 'field' }, make('label', { htmlFor: id }, label), control,
    hint ? make('p', { className: 'hint', id: `${id}-hint` }, hint) : null);
}

export function input(value) {
  return make('input', { type: 'text', value, autocomplete: 'off', spellcheck: false });
}

/** A list of choices, as pairs of value and text. */
export function select(pairs, value) {
  const known = pairs.some(([choice]) => choice == value) ? pairs : pairs.concat([[value, value]]);
  const node = make('select', {}, ...known.map(([choice, text]) => make('option', { value: choice }, text)));
  node.value = value;
  return node;
}
