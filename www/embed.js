/* The embed generator: what the form says in, the lines to paste out. The form is made from custom-elements.json, the registry of
   the distribution, and worded by the page's own #words. Nothing that is typed becomes HTML of this page. */
(function (document, window) {
  'use strict';
  var words = JSON.parse(find('words').textContent);
  var loader = document.querySelector('script[src$="daylight.js"]').src;
  var form = find('generator');
  var snippet = find('snippet');
  var policy = find('policy');
  var preview = find('preview');
  var said = find('said');
  var HEIGHT_PX = 1360; // of a frame: down to the source at every width from 360 pixels on; cli/src/frame.rs says the same
  var widget; // the element's entry in the registry

  function find(id) {
    return document.getElementById(id);
  }

  function make(tag, properties, children) {
    var node = Object.assign(document.createElement(tag), properties);
    node.append.apply(node, children || []);
    return node;
  }

  // ---- the form

  /** Words of the registry: what stands between backticks is code. */
  function worded(text) {
    return text.split('`').map(function (part, at) {
      return at % 2 ? make('code', { textContent: part }) : part;
    });
  }

  function control(attribute) {
    var name = attribute.name;
    var own = words.attributes[name] || [name];
    var id = 'attribute-' + name;
    var choices = attribute.type.text.match(/'[^']*'/g);
    var field;
    if (choices) {
      field = make('select', {}, [make('option', { value: '', textContent: words.unset })].concat(choices.map(function (choice) {
        return make('option', { value: choice.slice(1, -1), textContent: choice.slice(1, -1) });
      })));
    } else {
      field = make('input', { type: 'text', autocomplete: 'off', spellcheck: false, autocapitalize: 'off' });
    }
    field.id = field.name = id;
    field.value = words.start[name] || '';
    field.setAttribute('aria-describedby', id + '-hint');
    field.dataset.attribute = name;
    var label = make('label', { htmlFor: id }, [own[0] + ' ', make('code', { textContent: name })]);
    return make('div', { className: 'field' }, [label, field, make('p', { className: 'hint', id: id + '-hint' }, worded(own[1] || attribute.description))]);
  }

  function build(manifest) {
    widget = manifest.modules[0].declarations[0];
    var first = words.first;
    widget.attributes.forEach(function (attribute) {
      find(first.indexOf(attribute.name) < 0 ? 'more' : 'main').append(control(attribute));
    });
    form.hidden = false;
    write();
    show();
  }

  // ---- what it says

  function chosen() {
    var fields = [].slice.call(form.querySelectorAll('[data-attribute]'));
    return fields.filter(function (field) { return field.value.trim(); }).map(function (field) {
      return [field.dataset.attribute, field.value.trim()];
    });
  }

  /** Where an address leads on the page that it will stand on; nothing for one that would run, or that cannot be read. */
  function address(text) {
    try {
      var url = new URL(text, location.href);
      return /^https?:$/.test(url.protocol) ? url : null;
    } catch (error) {
      return null;
    }
  }

  function folder() {
    return find('base').value.trim().replace(/\/*$/, '/');
  }

  /** Whether the addresses can be fetched; a field that cannot is marked and says why. */
  function check() {
    return ['attribute-src', 'base'].map(find).filter(function (field) {
      var wrong = !field.value.trim() || !address(field.value.trim());
      field.setAttribute('aria-invalid', wrong);
      field.setCustomValidity(wrong ? words.wrong : '');
      return wrong;
    }).length == 0;
  }

  // ---- the lines

  function escaped(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  }

  function attributes(prefix) {
    return chosen().map(function (pair) { return ' ' + prefix + pair[0] + '="' + escaped(pair[1]) + '"'; }).join('');
  }

  /** Why the page of the distribution that shows one element would refuse these data, as a key of #words; else nothing. It has an
      address of its own, from which a relative one would lead elsewhere, and takes only data of its own origin. */
  function refusal() {
    var src = find('attribute-src').value.trim();
    if (!/^(https?:\/)?\//i.test(src)) return 'relative';
    return address(src).origin == address(folder()).origin ? '' : 'foreign';
  }

  /** That page's address, with all that the element is told. A key in its own address would be seen by nobody. */
  function page() {
    var src = address(find('attribute-src').value.trim());
    var asked = [['widget', kind()]].concat(chosen().filter(function (pair) { return pair[0] != 'deep-link'; }));
    asked.forEach(function (pair) {
      if (pair[0] == 'src') pair[1] = src.pathname + src.search + src.hash;
    });
    return escaped(folder() + 'embed.html?' + asked.map(function (pair) { return pair.map(encodeURIComponent).join('='); }).join('&'));
  }

  function kind() {
    return widget.tagName.replace('daylight-', '');
  }

  function script(file) {
    return '<script src="' + escaped(folder() + file) + '" defer></' + 'script>';
  }

  function around(open, tag) {
    var link = '<p><a href="' + escaped(find('attribute-src').value.trim()) + '">' + escaped(words.data) + '</a></p>';
    return open + '>\n  ' + link + '\n</' + tag + '>';
  }

  var tag = function () { return around('<' + widget.tagName + attributes(''), widget.tagName); };
  var box = function () { return around('<div data-daylight="' + kind() + '"' + attributes('data-'), 'div'); };
  var VARIANTS = {
    element: function () { return script('daylight.js') + '\n' + tag(); },
    single: function () { return script('daylight.single.js') + '\n' + tag(); },
    div: function () { return script('daylight.js') + '\n' + box(); },
    frame: function () {
      return '<iframe src="' + page() + '" title="' + escaped(words.title) + '" width="100%" height="' + HEIGHT_PX + '" frameborder="0" loading="lazy"></iframe>\n' + script('frame.js');
    },
    link: function () { return '<a href="' + page() + '">' + escaped(words.title) + '</a>'; }
  };

  /** The policy that the lines need, no more. */
  function needs(variant) {
    var source = function (text) {
      var origin = address(text).origin;
      return origin == location.origin ? "'self'" : origin;
    };
    var code = source(folder()), data = source(find('attribute-src').value.trim());
    var both = code == data ? code : code + ' ' + data;
    return {
      element: "script-src " + code + " 'wasm-unsafe-eval'; style-src " + code + "; connect-src " + both,
      div: "script-src " + code + " 'wasm-unsafe-eval'; style-src " + code + "; connect-src " + both,
      single: "script-src " + code + "; connect-src " + data,
      frame: "script-src " + code + "; frame-src " + code,
      link: ''
    }[variant];
  }

  function write() {
    said.textContent = '';
    var variant = form.querySelector('[name=variant]:checked').value;
    var wrong = !check() ? 'wrong' : variant == 'frame' || variant == 'link' ? refusal() : '';
    snippet.value = wrong ? '' : VARIANTS[variant]();
    policy.value = wrong ? '' : needs(variant) || words.nothing;
    fit();
    find('copy').disabled = wrong != '';
    find('wrong').textContent = wrong ? words[wrong] : '';
  }

  /** The fields of the lines as high as their lines, however these are broken. */
  function fit() {
    [snippet, policy].forEach(function (field) {
      field.style.height = 'auto';
      field.style.height = field.scrollHeight + field.offsetHeight - field.clientHeight + 'px';
    });
  }

  // ---- the preview

  function show() {
    if (!check()) return;
    var element = preview.firstElementChild;
    if (!element) {
      element = make(widget.tagName, {});
      preview.append(element);
    }
    var asked = chosen();
    widget.attributes.forEach(function (attribute) {
      var pair = asked.filter(function (pair) { return pair[0] == attribute.name; })[0];
      var value = pair ? pair[1] : null;
      // The page's own address belongs to the page.
      if (attribute.name == 'deep-link' || element.getAttribute(attribute.name) == value) return;
      if (value == null) element.removeAttribute(attribute.name); else element.setAttribute(attribute.name, value);
    });
  }

  // ---- copying

  function byHand() {
    snippet.focus();
    snippet.select();
    said.textContent = words.byHand;
  }

  function copy() {
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(snippet.value).then(function () { said.textContent = words.copied; }, byHand);
  }

  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('input', write);
  // Lines are broken anew where the field's width changes, which is not always the window's.
  if (window.ResizeObserver) new ResizeObserver(function () { window.requestAnimationFrame(fit); }).observe(snippet);
  form.addEventListener('change', show);
  find('copy').addEventListener('click', copy);
  fetch(new URL('custom-elements.json', loader).href).then(function (answer) {
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }).then(build).catch(function () { find('wrong').textContent = words.missing; });
})(document, window);
