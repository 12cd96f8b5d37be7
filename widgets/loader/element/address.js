/* The page's address, which carries the state of the elements that have a deep link. */

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
