// A path in ("host >>> inner" steps into open shadow roots), every matching element out, in document order.
const [path] = arguments;
let scopes = [document];
let found = [];
path.split(' >>> ').forEach((selector, step) => {
  if (step > 0) scopes = found.map((host) => host.shadowRoot).filter(Boolean);
  found = scopes.flatMap((scope) => [...scope.querySelectorAll(selector)]);
});
return found;
