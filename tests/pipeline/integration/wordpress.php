<?php
/* What WordPress gives to the plugin, as far as the plugin asks for it: the attributes of a block as JSON from standard input, the
   block as HTML to standard output. The argument is the plugin's folder. */

define('ABSPATH', '/');

function add_action($hook, $callback) {}

function esc_attr($text) {
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/* The real one knows schemes too; this one only escapes, so that the plugin's own check is what is tried. */
function esc_url($url, $protocols) {
    return esc_attr($url);
}

function get_block_wrapper_attributes() {
    return 'class="wp-block-daylight-widget"';
}

require $argv[1] . '/daylight.php';

echo daylight_render(json_decode(stream_get_contents(STDIN), true), '<p>fallback</p>');
