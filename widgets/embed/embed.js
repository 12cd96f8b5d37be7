/* One element alone, for sites that allow only a frame: embed.html?widget=budget&src=/data/b/datapackage.json&lang=en. Whatever
   else the address says is an attribute if the element has one of that name. A stranger can write any address, so the data must
   be of this very origin: else anyone's figures would stand under a government's name. The frame's page learns the height. */
(function (document, window) {
  'use strict';
  var WORDS = __DAYLIGHT_WORDS__; // what is said here, by language
  var VERSION = 1; // of the messages; frame.js knows the same
  var main = document.querySelector('main');
  var given = new URLSearchParams(location.search);
  var lang = given.get('lang') || navigator.language || '';
  var height = 0;

  /** Says why there is no element, in the language asked for, else in the reader's. */
  function refuse(key) {
    var spoken = Object.keys(WORDS);
    var near = function (tag) { return tag.split('-')[0] == lang.split('-')[0]; };
    var tag = spoken.filter(near)[0] || spoken[0];
    var said = document.createElement('h1');
    said.className = 'refused';
    said.lang = tag;
    said.textContent = WORDS[tag][key];
    main.append(said);
  }

  /** Whether an address is that of a file of this origin. */
  function isOwn(src) {
    try {
      return new URL(src, location.href).origin == location.origin;
    } catch (error) {
      return false;
    }
  }

  function show() {
    if (!given.get('widget')) return refuse('embed.unnamed');
    var tag = 'daylight-' + given.get('widget');
    var known = window.customElements && customElements.get(tag);
    if (!known) return refuse('embed.unknown');
    if (!given.get('src') || !isOwn(given.get('src'))) return refuse('embed.refused');
    var element = document.createElement(tag);
    element.setAttribute('heading-level', '1');
    known.observedAttributes.forEach(function (name) {
      if (given.get(name)) element.setAttribute(name, given.get(name));
    });
    // The page around the frame has colours of its own: dark only where it says so.
    var theme = given.get('theme');
    if (theme == 'auto' || theme == 'dark') document.documentElement.style.colorScheme = theme == 'dark' ? 'dark' : 'light dark';
    element.addEventListener('daylight-ready', function () {
      document.title = element.shadowRoot.querySelector('[part~=title]').textContent;
    });
    main.append(element);
  }

  function tell() {
    if (window.parent != window) window.parent.postMessage({ daylight: VERSION, height: height }, '*');
  }

  function measure() {
    var now = Math.ceil(main.getBoundingClientRect().height);
    if (now == height) return;
    height = now;
    tell();
  }

  if (given.get('lang')) document.documentElement.lang = lang;
  show();
  // The page around may have begun to listen only after the height was told.
  window.addEventListener('message', function (event) {
    if (event.source == window.parent && event.data && event.data.daylight == VERSION) tell();
  });
  measure();
  if (window.ResizeObserver) new ResizeObserver(measure).observe(main);
})(document, window);
