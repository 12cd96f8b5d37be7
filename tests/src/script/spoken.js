// Elements in, what each is called out: its label, else its text without what is hidden from assistive technology.
const text = (node) =>
  node.nodeType === 3 ? node.data : node.ariaHidden === 'true' ? '' : [...node.childNodes].map(text).join('');
const [elements] = arguments;
return elements.map((element) => element.getAttribute('aria-label') || text(element).trim() || element.localName);
