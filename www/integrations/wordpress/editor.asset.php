<?php
/** What editor.js needs of WordPress; it is not built, so this is written by hand. */
return [
    'dependencies' => ['wp-block-editor', 'wp-blocks', 'wp-components', 'wp-element', 'wp-i18n'],
    'version' => '0.1.0',
];
