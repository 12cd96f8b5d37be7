/* The block in the editor: a field for each attribute that block.json lists, and a place for what `daylight render` has
   written. The fallback is saved as the block's own HTML, so that it stays in the post when the plugin goes. */
(function (wp) {
  'use strict';
  var create = wp.element.createElement;
  var __ = wp.i18n.__;
  // Those that stand in the block itself, and those that WordPress adds to every block.
  var NOT_HERE = ['src', 'fallback', 'align', 'className', 'lock', 'metadata'];

  function field(name, schema, props) {
    var common = {
      key: name,
      label: name,
      value: props.attributes[name],
      onChange: function (value) {
        var set = {};
        set[name] = value;
        props.setAttributes(set);
      }
    };
    if (!schema.enum) return create(wp.components.TextControl, common);
    common.options = schema.enum.map(function (word) { return { label: word, value: word }; });
    return create(wp.components.SelectControl, common);
  }

  function edit(props) {
    var schemas = wp.blocks.getBlockType(props.name).attributes;
    var names = Object.keys(schemas).filter(function (name) { return NOT_HERE.indexOf(name) < 0; });
    var others = names.map(function (name) { return field(name, schemas[name], props); });
    return create('div', wp.blockEditor.useBlockProps(),
      create(wp.blockEditor.InspectorControls, null,
        create(wp.components.PanelBody, { title: __('Daylight', 'daylight') }, others)),
      create(wp.components.Placeholder, { icon: 'chart-pie', label: __('Daylight', 'daylight') },
        field('src', schemas.src, props),
        create(wp.components.TextareaControl, {
          label: __('HTML shown before the element is ready, written by daylight render', 'daylight'),
          value: props.attributes.fallback,
          rows: 8,
          onChange: function (html) { props.setAttributes({ fallback: html }); }
        })));
  }

  function save(props) {
    return create(wp.element.RawHTML, null, props.attributes.fallback);
  }

  wp.blocks.registerBlockType('daylight/widget', { edit: edit, save: save });
})(window.wp);
