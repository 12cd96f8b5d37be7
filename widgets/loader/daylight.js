/* Daylight's loader: one classic script in ASCII. It defines the elements, reserves their height and, when one comes near
   the viewport, begins to fetch at once all that it will need. The rest of an element's life is in element.js.
   A browser that cannot read this file shows the elements' children, as does one where scripts are off. */
(function (document, window) {
  'use strict';
  var FILES = __DAYLIGHT_MANIFEST__;
  var INSIDE = __DAYLIGHT_INSIDE__; // in the one file (xtask/src/web/single.rs) everything, else nothing
  var SHARED = ['src', 'lang', 'view', 'unit', 'version', 'path', 'theme', 'mode', 'heading-level', 'deep-link'];
  var TAGS = {
    budget: ['year', 'phase', 'dimension', 'direction', 'currency', 'basis'],
    funds: ['year', 'fund', 'project'],
    results: ['kind', 'status'],
    consultation: ['subject', 'voucher']
  };
  var SPOKEN = FILES.words || ['en', 'zh-Hans'];
  var script = document.currentScript || document.querySelector('script[src*="daylight"]');
  var base = new URL('.', script.src);
  var early = {};
  var plain;
  if (INSIDE) for (var path in INSIDE.texts) early[new URL(path, base).href] = Promise.resolve(new Response(INSIDE.texts[path]));
  var life; // what element.js exports, once it is here
  var coming;

  /** A module of the distribution; the second and later times, another instance of it. */
  function bring(name, number) {
    if (INSIDE) return Promise.resolve(INSIDE[name]());
    return import(new URL(FILES[name] + (number > 1 ? '?' + number : ''), base).href);
  }

  // Where the files of an element's kind are in the list of files: those without a module of their own share the first one's.
  function kind(element) {
    var name = element.localName.slice(9);
    return FILES[name + '/wasm'] ? name + '/' : '';
  }

  function begin(path, from) {
    var url = new URL(path, from || base).href;
    if (!(url in early)) {
      early[url] = fetch(url, from && { cache: 'no-cache' }); // data revalidates, so that it can be withdrawn
      early[url].catch(String);
    }
    return url;
  }

  function whole() {
    return coming || (coming = bring('element').then(function (module) {
      life = module;
      module.begin({ files: FILES, base: base, script: script.src, early: early, language: language, kind: kind, bring: bring, plain: plain != 'no' && plain });
      return module;
    }));
  }

  // Why the page cannot run WebAssembly, if it cannot: then the same module comes as plain JavaScript.
  function refused() {
    try {
      new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    } catch (error) {
      return window.WebAssembly ? 'csp' : 'old-browser';
    }
  }

  function load(element) {
    var src = element.getAttribute('src');
    var own = kind(element);
    plain = plain || refused() || (INSIDE ? 'single' : 'no');
    if (plain == 'no') begin(FILES[own + 'wasm']); else bring(own + 'plain').catch(String);
    begin('words/' + own + language(element) + '.json');
    begin(FILES.sheet);
    if (src && !element._data && !element.getAttribute('version') && !/[?&]v=/.test(src)) try { begin(src, document.baseURI); } catch (error) { /* element.js tells */ }
    bring(own + 'glue').catch(String);
    return whole().then(function (life) { return life.load(element); }, function () {
      coming = null;
      mark(element, 'unsupported', 'network');
    });
  }

  function mark(element, state, reason) {
    element.dataset.state = state;
    if (reason) element.dataset.reason = reason; else delete element.dataset.reason;
  }

  // The nearest language in the composed tree, among those there are words for.
  function language(node) {
    var lang;
    for (; node && !lang; node = node.assignedSlot || node.parentNode || node.host)
      lang = node.getAttribute && node.getAttribute('lang');
    lang = (lang || navigator.language || 'en').toLowerCase();
    var near = function (tag) { return tag.split('-')[0] == lang.split('-')[0]; };
    return SPOKEN.filter(function (tag) { return tag.toLowerCase() == lang; })[0] || SPOKEN.filter(near)[0] || 'en';
  }

  var near = window.IntersectionObserver && new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      near.unobserve(entry.target);
      load(entry.target);
    });
  }, { rootMargin: '200px' });

  // Height of an element without children: that of its picture (core/src/figure/budget/picture.rs) and of what is around it.
  function usual(width) {
    return width < 720 ? 1320 : Math.min(width * .625, 720) + 600;
  }

  function camel(name) {
    return name.replace(/-(.)/g, function (all, letter) { return letter.toUpperCase(); });
  }

  function define(kind) {
    var tag = 'daylight-' + kind;
    if (customElements.get(tag)) return; // another version was here first
    var names = SHARED.concat(TAGS[kind]);
    class Element extends HTMLElement {
      static get observedAttributes() { return names; }
      connectedCallback() {
        ['data'].concat(names).map(camel).forEach(function (name) { // set before the element was defined
          if (!Object.prototype.hasOwnProperty.call(this, name)) return;
          var value = this[name];
          delete this[name];
          this[name] = value;
        }, this);
        if (this._life) return life.enter(this);
        mark(this, 'loading');
        if (getComputedStyle(this).display == 'inline') this.style.display = 'block';
        if (!this.children.length) this.style.minHeight = usual(this.clientWidth) + 'px';
        // An observer answers only after the page has been drawn: what is in sight does not wait for that.
        // Nor does what the address is of.
        var meant = new URLSearchParams(location.search).has(this.getAttribute('deep-link'));
        if (near && !meant && this.getBoundingClientRect().top > innerHeight) near.observe(this); else load(this);
      }
      disconnectedCallback() {
        if (near) near.unobserve(this);
        if (this._life) life.leave(this);
      }
      attributeChangedCallback(name, old, value) {
        if (this._life && old != value) life.change(this, name, value);
      }
      get data() { return this._data; }
      set data(value) {
        this._data = value;
        if (this._life) life.change(this, 'src');
      }
      exportCsv() { return this._call('csv'); }
      exportSvg() { return this._call('svg'); }
      navigate(path) { return this._call('go', path); }
      _call(method, argument) {
        var element = this;
        return load(this).then(function () { return life.call(element, method, argument || ''); });
      }
    }
    names.forEach(function (name) {
      if (name != 'lang') Object.defineProperty(Element.prototype, camel(name), {
        get: function () { return this.getAttribute(name) || ''; },
        set: function (value) { this.setAttribute(name, value); }
      });
    });
    customElements.define(tag, Element);
  }

  // <div data-daylight="budget" data-src="...">, for editors that strip unknown tags.
  function upgrade(root) {
    if (!root.querySelectorAll) return; // a text
    [root].concat([].slice.call(root.querySelectorAll('[data-daylight]'))).forEach(function (box) {
      if (!box.hasAttribute || !box.hasAttribute('data-daylight')) return;
      var kind = box.getAttribute('data-daylight');
      if (!TAGS[kind] || box._daylight) return;
      var element = box._daylight = document.createElement('daylight-' + kind);
      SHARED.concat(TAGS[kind]).forEach(function (name) {
        var value = box.getAttribute('data-' + name);
        if (value) element.setAttribute(name, value);
      });
      element.append.apply(element, [].slice.call(box.childNodes));
      box.append(element);
    });
  }

  if (!window.customElements) return;
  Object.keys(TAGS).forEach(define);
  upgrade(document);
  new MutationObserver(function (changes) {
    changes.forEach(function (change) { change.addedNodes.forEach(upgrade); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})(document, window);
