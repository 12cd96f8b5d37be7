/* The page's address, which carries the state of the elements that have a deep link. */

/* What separates is kept out of values by writing it twice over: chat programs write `:` and `,` as `%3A` and `%2C` themselves. */
const inner = value => value.replace(/[%:,]/g, encodeURIComponent);
export const value_of = said => decodeURIComponent(decodeURIComponent(said));
export const said_of = value => encodeURIComponent(inner(value)).replace(/%2F/g, '/');

const pairs = () => location.search.slice(1).split('&').filter(Boolean);

export function query(name) {
  const found = pairs().find(pair => pair.startsWith(name + '=')) || '';
  return found.slice(name.length + 1).replace(/%3A/gi, ':').replace(/%2C/gi, ',');
}

/** This page's address where `name=` holds `value`: every other key and the anchor stay as they are. */
export function address(name, value) {
  const rest = pairs().filter(pair => !pair.startsWith(name + '='));
  if (value) rest.push(name + '=' + value);
  return location.origin + location.pathname + (rest.length ? '?' + rest.join('&') : '') + location.hash;
}
