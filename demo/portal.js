/* The portal's own switch for elder mode: it sets data-daylight-mode on <html>, which widgets with mode="auto" follow. */
(function () {
  'use strict';
  var root = document.documentElement;
  // The other language shows the same view.
  [].forEach.call(document.querySelectorAll('.tools a[hreflang]'), function (link) {
    link.addEventListener('click', function () { link.search = location.search; });
  });
  var button = document.querySelector('[data-elder-switch]');
  if (!button) return;
  var key = 'portal-elder';
  function remembered() {
    try { return window.localStorage.getItem(key) === '1'; } catch (refused) { return false; }
  }
  function remember(on) {
    try { if (on) window.localStorage.setItem(key, '1'); else window.localStorage.removeItem(key); } catch (refused) { /* a visit without memory */ }
  }
  function show(on) {
    if (on) root.setAttribute('data-daylight-mode', 'elder'); else root.removeAttribute('data-daylight-mode');
    button.setAttribute('aria-pressed', on ? 'true' : 'false');
  }
  button.hidden = false;
  show(remembered());
  button.addEventListener('click', function () {
    var on = button.getAttribute('aria-pressed') !== 'true';
    show(on);
    remember(on);
  });
})();
