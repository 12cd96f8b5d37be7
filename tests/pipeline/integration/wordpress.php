<?php
/* What WordPress gives to the plugin, as far as the plugin asks for it: the attributes of a block as JSON from standard input, the
   block as HTML to standard output. The argument is the plugin's folder. */

define('ABSPATH', '/');

function add_action($hook, $callback) {}

/* As WordPress does it: what already reads as an entity stays one, so a value may come out as another. */
function esc_attr($text) {
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8', false);
}

/* As WordPress does it: characters that it does not know go, what has no scheme and no slash in front becomes a host's name, and
   what stands before the first colon must be a known scheme. */
function esc_url($url, $protocols) {
    $url = preg_replace("~[^a-z0-9-\~+_.?#=!&;,/:%@$|*'()\\[\\]\x80-\xff]~i", '', str_replace(' ', '%20', ltrim($url)));
    if ($url === '') {
        return '';
    }
    if (!str_contains($url, ':') && !str_contains('/#?', $url[0]) && !preg_match('~^[a-z0-9-]+?\.php~i', $url)) {
        $url = 'http://' . $url;
    }
    $known = $url[0] === '/' || in_array(strtolower(strtok($url, ':')), $protocols, true);
    return $known ? str_replace(['&amp;', "'"], ['&#038;', '&#039;'], esc_attr($url)) : '';
}

function get_block_wrapper_attributes() {
    return 'class="wp-block-daylight-widget"';
}

require $argv[1] . '/daylight.php';

echo daylight_render(json_decode(stream_get_contents(STDIN), true), '<p>fallback</p>');
